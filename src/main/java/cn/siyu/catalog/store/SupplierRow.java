package cn.siyu.catalog.store;

import cn.siyu.catalog.SupplierId;
import cn.siyu.catalog.domain.Supplier;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;

/** The row of a supplier. */
@NullUnmarked
@Entity
@Table(name = "catalog_supplier")
class SupplierRow {

    @Id
    UUID id;

    String code;

    String name;

    String note;

    @Column(name = "created_at")
    Instant createdAt;

    @Version
    long version;

    static SupplierRow of(Supplier supplier, Instant now) {
        var row = new SupplierRow();
        row.id = supplier.id().value();
        row.code = supplier.code();
        row.createdAt = now;
        row.write(supplier);
        return row;
    }

    void write(Supplier supplier) {
        name = supplier.name();
        note = supplier.note();
    }

    Supplier toSupplier() {
        return new Supplier(new SupplierId(id), code, name, note, version);
    }
}
