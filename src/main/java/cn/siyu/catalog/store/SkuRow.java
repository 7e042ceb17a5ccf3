package cn.siyu.catalog.store;

import cn.siyu.catalog.SkuId;
import cn.siyu.catalog.SpuId;
import cn.siyu.catalog.domain.Sku;
import cn.siyu.catalog.domain.SkuText;
import cn.siyu.kernel.money.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** The row of a SKU. */
@NullUnmarked
@Entity
@Table(name = "catalog_sku")
class SkuRow {

    @Id
    UUID id;

    @Column(name = "spu_id")
    UUID spuId;

    String code;

    @Column(name = "spec_values")
    String[] specValues;

    String barcode;

    @Column(name = "cost_fen")
    Long costFen;

    @Column(name = "weight_grams")
    long weightGrams;

    @Column(name = "volume_ml")
    long volumeMl;

    @Column(name = "image_url")
    String imageUrl;

    boolean discontinued;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    static SkuRow of(SpuId spu, Sku sku, Instant now) {
        var row = new SkuRow();
        row.id = sku.id().value();
        row.spuId = spu.value();
        row.code = sku.code();
        row.specValues = sku.tuple().toArray(String[]::new);
        row.createdAt = now;
        row.write(sku.text());
        return row;
    }

    void write(SkuText text) {
        barcode = text.barcode().orElse(null);
        costFen = text.cost().map(Money::fen).orElse(null);
        weightGrams = text.weightGrams();
        volumeMl = text.volumeMl();
        imageUrl = text.imageUrl().orElse(null);
        discontinued = text.discontinued();
    }

    Sku toSku() {
        return new Sku(
                new SkuId(id),
                code,
                List.of(specValues),
                new SkuText(
                        Optional.ofNullable(barcode),
                        Optional.ofNullable(costFen).map(Money::new),
                        weightGrams,
                        volumeMl,
                        Optional.ofNullable(imageUrl),
                        discontinued),
                version);
    }
}
