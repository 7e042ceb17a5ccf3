package cn.siyu.channel.store;

import cn.siyu.channel.PriceListId;
import cn.siyu.channel.domain.PriceList;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** The row of a price list; the default one has no segment. */
@NullUnmarked
@Entity
@Table(name = "channel_price_list")
class PriceListRow {

    @Id
    UUID id;

    String code;

    String name;

    @Column(name = "segment_id")
    UUID segmentId;

    int priority;

    @Column(name = "valid_from")
    Instant validFrom;

    @Column(name = "valid_to")
    Instant validTo;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    static PriceListRow of(PriceList list, Instant now) {
        var row = new PriceListRow();
        row.id = list.id().value();
        row.code = list.code();
        row.segmentId = list.segment();
        row.createdAt = now;
        row.write(list);
        return row;
    }

    void write(PriceList list) {
        name = list.name();
        priority = list.priority();
        validFrom = list.validFrom();
        validTo = list.validTo().orElse(null);
    }

    PriceList toPriceList() {
        return new PriceList(
                new PriceListId(id), code, name, segmentId, priority, validFrom, Optional.ofNullable(validTo), version);
    }
}
