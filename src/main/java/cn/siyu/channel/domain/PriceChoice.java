package cn.siyu.channel.domain;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PriceTag;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/** Chooses among the prices that somebody may have (A3). */
public final class PriceChoice {

    /** By kind of list, then priority, then the lower amount, then the id of the list. */
    private static final Comparator<Candidate> BEST_FIRST = Comparator.comparing((Candidate c) -> !c.ofSegment())
            .thenComparing(Comparator.comparingInt(Candidate::priority).reversed())
            .thenComparing(c -> c.tag().amount())
            .thenComparing(c -> c.tag().list());

    private PriceChoice() {}

    /** A price in force; {@code ofSegment} if its list is not the default one. */
    public record Candidate(PriceTag tag, boolean ofSegment, int priority) {}

    /** The one price of each SKU. */
    public static Map<SkuId, PriceTag> best(Collection<Candidate> candidates) {
        return candidates.stream()
                .collect(Collectors.groupingBy(
                        c -> c.tag().sku(),
                        Collectors.collectingAndThen(
                                Collectors.reducing(BinaryOperator.minBy(BEST_FIRST)),
                                best -> best.orElseThrow().tag())));
    }
}
