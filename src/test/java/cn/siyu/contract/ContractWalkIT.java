package cn.siyu.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Walks the contract after all other tests: which operation was never seen to succeed or to refuse, which answer lied. */
class ContractWalkIT {

    private final Contract contract = Contract.committed();
    private final List<Exchange> exchanges = Exchange.all();

    @Test
    void every_operation_has_succeeded_at_least_once() {
        assertThat(untouched(status -> status >= 200 && status < 300)).isEmpty();
    }

    @Test
    void every_operation_has_refused_at_least_once() {
        assertThat(untouched(status -> status >= 400 && status < 500)).isEmpty();
    }

    @Test
    void every_answer_is_one_that_the_contract_promises() {
        var faults = exchanges.stream()
                .flatMap(exchange -> contract
                        .operationOf(exchange)
                        .map(operation -> contract.faults(operation, exchange).stream()
                                .map(fault -> operation + " -> " + exchange.status() + ": " + fault))
                        .stream()
                        .flatMap(stream -> stream))
                .collect(Collectors.toSet());

        assertThat(exchanges).isNotEmpty();
        assertThat(faults).isEmpty();
    }

    @Test
    void no_fault_of_ours_was_seen() {
        assertThat(exchanges.stream()
                        .filter(exchange -> exchange.status() == 500)
                        .map(e -> e.method() + " " + e.path()))
                .isEmpty();
    }

    private List<Contract.Operation> untouched(IntPredicate wanted) {
        var touched = exchanges.stream()
                .filter(exchange -> wanted.test(exchange.status()))
                .flatMap(exchange -> contract.operationOf(exchange).stream())
                .collect(Collectors.toSet());
        return contract.operations().stream()
                .filter(operation -> !touched.contains(operation))
                .toList();
    }
}
