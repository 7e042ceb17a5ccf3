package cn.siyu.member.store;

import cn.siyu.kernel.pii.PiiCipher;
import cn.siyu.member.MemberId;
import cn.siyu.member.domain.Address;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Addresses; every statement names the member, so a foreign one is simply not there. */
@Singleton
public class AddressStore {

    private final Rows rows = new Rows();
    private final PiiCipher cipher;

    @Inject
    AddressStore(PiiCipher cipher) {
        this.cipher = cipher;
    }

    /** The repository behind the store. */
    static final class Rows implements PanacheRepositoryBase<AddressRow, UUID> {}

    /** The default first, then the newest. */
    public Uni<List<Address>> of(MemberId member) {
        return rows.find("memberId = ?1 order by isDefault desc, createdAt desc, id desc", member.value())
                .page(0, Address.MOST)
                .<AddressRow>list()
                .map(found -> found.stream().map(this::address).toList());
    }

    public Uni<Optional<Address>> find(MemberId member, UUID id) {
        return rows.find("id = ?1 and memberId = ?2", id, member.value())
                .<AddressRow>firstResult()
                .map(row -> Optional.ofNullable(row).map(this::address));
    }

    public Uni<Long> count(MemberId member) {
        return rows.count("memberId", member.value());
    }

    public Uni<Void> add(Address address) {
        var row = new AddressRow();
        row.id = address.id();
        row.memberId = address.member().value();
        row.createdAt = address.updatedAt();
        fill(row, address);
        return rows.persistAndFlush(row).replaceWithVoid();
    }

    public Uni<Void> save(Address address) {
        return rows.findById(address.id())
                .invoke(row -> fill(row, address))
                .call(rows::flush)
                .replaceWithVoid();
    }

    /** Before another becomes the default: the index allows one at any moment. */
    public Uni<Void> noDefault(MemberId member) {
        return rows.update(
                        "update Address set isDefault = false, version = version + 1 where memberId = ?1 and isDefault"
                                + " = true",
                        member.value())
                .replaceWithVoid();
    }

    public Uni<Void> makeDefault(UUID id) {
        return rows.update("update Address set isDefault = true, version = version + 1 where id = ?1", id)
                .replaceWithVoid();
    }

    public Uni<Void> remove(UUID id) {
        return rows.delete("id", id).replaceWithVoid();
    }

    public Uni<Void> removeAll(MemberId member) {
        return rows.delete("memberId", member.value()).replaceWithVoid();
    }

    private void fill(AddressRow row, Address address) {
        row.recipientSealed = cipher.seal(address.recipient(), place(row.id, "recipient"));
        row.phoneSealed = cipher.seal(address.phone(), place(row.id, "phone"));
        row.detailSealed = cipher.seal(address.detail(), place(row.id, "detail"));
        row.regionCode = address.regionCode();
        row.isDefault = address.isDefault();
        row.updatedAt = address.updatedAt();
    }

    private Address address(AddressRow row) {
        return new Address(
                row.id,
                new MemberId(row.memberId),
                cipher.open(row.recipientSealed, place(row.id, "recipient")),
                cipher.open(row.phoneSealed, place(row.id, "phone")),
                row.regionCode,
                cipher.open(row.detailSealed, place(row.id, "detail")),
                row.isDefault,
                row.updatedAt);
    }

    static String place(UUID id, String column) {
        return "member_address:" + id + ":" + column;
    }
}
