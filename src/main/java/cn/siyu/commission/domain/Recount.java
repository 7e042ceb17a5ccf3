package cn.siyu.commission.domain;

import cn.siyu.commission.domain.Recalculation.Compared;
import cn.siyu.commission.domain.Recalculation.Kind;
import cn.siyu.commission.domain.Recalculation.Tally;
import cn.siyu.commission.domain.RecalculationRow.By;
import cn.siyu.commission.domain.RecalculationRow.Subject;
import cn.siyu.commission.domain.RecalculationRow.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a portion of orders comes to: the differences one by one, or for a simulation the sums of payees and rules. */
public final class Recount {

    private final Kind kind;
    private final List<RecalculationRow> differences = new ArrayList<>();
    private final Map<Subject, RecalculationRow> sums = new LinkedHashMap<>();
    private Tally tally = Tally.NOTHING;

    public Recount(Kind kind) {
        this.kind = kind;
    }

    /**
     * Adds one order.
     *
     * @param lines how many it has
     * @param again as reckoned, after what was taken back of it
     */
    public void add(int lines, List<Commission> written, List<Commission> again) {
        var twins = Twin.pair(written, again);
        var differing =
                twins.stream().filter(twin -> twin.difference().isPresent()).count();
        var fen = twins.stream().map(Twin::compared).reduce(Compared.NOTHING, Compared::plus);
        tally = tally.plus(new Tally(1, lines, differing, fen));
        switch (kind) {
            case RECOMPUTE ->
                twins.forEach(twin ->
                        twin.difference().ifPresent(what -> differences.add(RecalculationRow.difference(what, twin))));
            case SIMULATE ->
                sumsOf(twins)
                        .forEach((subject, sum) ->
                                sums.merge(subject, RecalculationRow.sum(subject, sum), RecalculationRow::plus));
        }
    }

    public Tally tally() {
        return tally;
    }

    /** Each subject once. */
    public List<RecalculationRow> rows() {
        return kind == Kind.RECOMPUTE ? List.copyOf(differences) : List.copyOf(sums.values());
    }

    private static Map<Subject, Compared> sumsOf(List<Twin> twins) {
        Map<Subject, Compared> of = new LinkedHashMap<>();
        for (var twin : twins) {
            of.merge(payee(twin.either()), twin.compared(), Compared::plus);
            twin.sides().forEach(side -> of.merge(rule(side.either()), side.compared(), Compared::plus));
        }
        return of;
    }

    private static Subject payee(Commission commission) {
        return new Subject(
                What.PAYEE, Optional.empty(), Optional.of(commission.payee()), commission.role(), Optional.empty());
    }

    private static Subject rule(Commission commission) {
        return new Subject(What.RULE, Optional.empty(), Optional.empty(), commission.role(), By.of(commission));
    }
}
