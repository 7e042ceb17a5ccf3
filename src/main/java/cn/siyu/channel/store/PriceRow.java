package cn.siyu.channel.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.PastPrice;
import cn.siyu.channel.PriceListId;
import cn.siyu.channel.PriceTag;
import cn.siyu.kernel.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;

/** The row of one price and its interval {@code [from, to)}. */
@NullUnmarked
@Entity
@Table(name = "channel_price")
class PriceRow {

    @Id
    UUID id;

    @Column(name = "list_id")
    UUID listId;

    @Column(name = "sku_id")
    UUID skuId;

    @Column(name = "min_qty")
    int minQty;

    @Column(name = "amount_fen")
    long amountFen;

    @Column(name = "valid_from")
    Instant validFrom;

    @Column(name = "valid_to")
    Instant validTo;

    @Column(name = "actor_name")
    String actorName;

    String reason;

    PriceTag toTag() {
        return new PriceTag(
                new SkuId(skuId), new PriceListId(listId), new Money(amountFen), Optional.ofNullable(validTo));
    }

    /** A price is in force only while its list is valid. */
    PastPrice toPastPrice(PriceListRow list) {
        return new PastPrice(
                new PriceListId(listId),
                new Money(amountFen),
                validFrom.isBefore(list.validFrom) && list.segmentId != null ? list.validFrom : validFrom,
                Stream.of(Optional.ofNullable(validTo), Optional.ofNullable(list.validTo))
                        .flatMap(Optional::stream)
                        .min(Comparator.naturalOrder()),
                actorName);
    }
}
