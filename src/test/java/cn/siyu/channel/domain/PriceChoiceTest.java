package cn.siyu.channel.domain;

import static org.assertj.core.api.Assertions.assertThat;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.PriceTag;
import cn.siyu.channel.domain.PriceChoice.Candidate;
import cn.siyu.kernel.money.Money;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A3: which of several prices somebody has. */
class PriceChoiceTest {

    private static final SkuId SKU = new SkuId(new UUID(0, 1));

    @Test
    void the_order_is_segment_then_priority_then_amount_then_id() {
        var ranking = List.of(
                new Candidate(tag(3, 900), true, 9),
                new Candidate(tag(4, 700), true, 5),
                new Candidate(tag(1, 800), true, 5),
                new Candidate(tag(2, 800), true, 5),
                new Candidate(tag(0, 100), false, 0));

        for (var best = 0; best < ranking.size(); best++) {
            var rest = ranking.stream().skip(best).collect(Collectors.toList());
            Collections.shuffle(rest, new Random(best));

            assertThat(PriceChoice.best(rest))
                    .containsEntry(SKU, ranking.get(best).tag());
        }
    }

    @Test
    void a_sku_that_the_segments_list_leaves_out_keeps_the_common_price() {
        var other = new PriceTag(new SkuId(new UUID(0, 2)), new PriceListId(new UUID(0, 0)), new Money(500));

        var best = PriceChoice.best(Stream.of(
                        new Candidate(tag(0, 1_000), false, 0),
                        new Candidate(tag(1, 900), true, 0),
                        new Candidate(other, false, 0))
                .toList());

        assertThat(best).containsEntry(SKU, tag(1, 900)).containsEntry(other.sku(), other);
    }

    private static PriceTag tag(int list, long fen) {
        return new PriceTag(SKU, new PriceListId(new UUID(0, list)), new Money(fen));
    }
}
