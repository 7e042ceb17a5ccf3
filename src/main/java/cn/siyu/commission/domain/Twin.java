package cn.siyu.commission.domain;

import cn.siyu.commission.domain.Recalculation.Compared;
import cn.siyu.commission.domain.RecalculationRow.What;
import cn.siyu.kernel.money.Money;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A commission as it is written and as it is reckoned again: one of one payee, of one line, in one role. At least one of both is there. */
record Twin(Optional<Commission> written, Optional<Commission> again) {

    private record Key(UUID line, Payee payee, PayeeRole role) {
        static Key of(Commission commission) {
            return new Key(commission.line(), commission.payee(), commission.role());
        }
    }

    /** Of one order. Another payee in the same role is no twin: the one is too much, the other is missing. */
    static List<Twin> pair(List<Commission> written, List<Commission> again) {
        Map<Key, Twin> twins = new LinkedHashMap<>();
        Stream.concat(
                        written.stream().map(each -> new Twin(Optional.of(each), Optional.empty())),
                        again.stream().map(each -> new Twin(Optional.empty(), Optional.of(each))))
                .forEach(twin -> twins.merge(
                        Key.of(twin.either()), twin, (first, second) -> new Twin(first.written, second.again)));
        return List.copyOf(twins.values());
    }

    Commission either() {
        return written.or(() -> again).orElseThrow();
    }

    /** What is written and what is reckoned, each by itself. */
    Stream<Twin> sides() {
        return Stream.of(new Twin(written, Optional.empty()), new Twin(Optional.empty(), again))
                .filter(side -> side.written.isPresent() || side.again.isPresent());
    }

    Compared compared() {
        return new Compared(
                amount(written.map(Commission::original)),
                amount(again.map(Commission::original)),
                amount(written.map(Commission::kept)),
                amount(again.map(Commission::kept)));
    }

    /** Empty when what is written is what was reckoned, to the fen. */
    Optional<What> difference() {
        if (written.isEmpty()) {
            return Optional.of(What.MISSING);
        }
        if (again.isEmpty()) {
            return Optional.of(What.SURPLUS);
        }
        return compared().agrees() ? Optional.empty() : Optional.of(What.DIFFERS);
    }

    private static Money amount(Optional<Money> money) {
        return money.orElse(Money.ZERO);
    }
}
