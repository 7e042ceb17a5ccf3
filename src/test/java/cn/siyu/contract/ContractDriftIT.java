package cn.siyu.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The build writes the contract from the code; the committed one must be the same. */
class ContractDriftIT {

    private static final Path BUILT = Path.of("target", "openapi", "openapi.yaml");

    @Test
    void the_committed_contract_is_the_one_that_the_build_writes() throws IOException {
        assertThat(Files.readString(Contract.COMMITTED))
                .as("openapi/openapi.yaml is not what the code says: look at the difference, then run"
                        + " ./mvnw package -Pcontract and commit it")
                .isEqualTo(Files.readString(BUILT));
    }
}
