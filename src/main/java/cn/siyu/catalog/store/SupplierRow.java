package cn.siyu.catalog.store;

import cn.siyu.catalog.ReturnAddress;
import cn.siyu.catalog.SupplierId;
import cn.siyu.catalog.domain.Supplier;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;
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

    @Column(name = "return_recipient")
    String returnRecipient;

    @Column(name = "return_phone")
    String returnPhone;

    @Column(name = "return_address")
    String returnAddress;

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
        returnRecipient = supplier.returns().map(ReturnAddress::recipient).orElse(null);
        returnPhone = supplier.returns().map(ReturnAddress::phone).orElse(null);
        returnAddress = supplier.returns().map(ReturnAddress::address).orElse(null);
    }

    Supplier toSupplier() {
        return new Supplier(new SupplierId(id), code, name, note, returns(), version);
    }

    Optional<ReturnAddress> returns() {
        return returnAddress == null
                ? Optional.empty()
                : Optional.of(new ReturnAddress(returnRecipient, returnPhone, returnAddress));
    }
}
