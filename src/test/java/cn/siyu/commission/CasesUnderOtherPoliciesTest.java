package cn.siyu.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The other written cases, which need what is configured and not written over HTTP: another cap (P7), commissions for own orders
 * (C10), communities before distributors, or beside them (D8). One after the other, for each has policies of its own.
 */
@QuarkusTest
@TestProfile(OtherPolicies.class)
class CasesUnderOtherPoliciesTest {

    @TestFactory
    Stream<DynamicTest> every_case_comes_out_to_the_fen() throws InterruptedException {
        var cases = GoldenCase.all().stream()
                .filter(each -> !each.isOfTheUsualShop())
                .toList();
        assertThat(cases).hasSize(5);

        var all = Stream.concat(cases.stream(), Stream.of(GoldenCase.shared())).toList();
        return new CasesTogether(all, 1).play(SettingsOfTheCase::are);
    }
}
