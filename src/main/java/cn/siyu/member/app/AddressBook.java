package cn.siyu.member.app;

import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.member.MemberId;
import cn.siyu.member.domain.Address;
import cn.siyu.member.domain.Member;
import cn.siyu.member.domain.MemberProblem;
import cn.siyu.member.store.AddressStore;
import cn.siyu.member.store.MemberStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/** A member's addresses; the member's row is held while they change, so their number and the one default hold. */
@Singleton
public class AddressBook {

    private final MemberStore members;
    private final AddressStore addresses;
    private final Regions regions;
    private final ShopClock clock;

    @Inject
    AddressBook(MemberStore members, AddressStore addresses, Regions regions, ShopClock clock) {
        this.members = members;
        this.addresses = addresses;
        this.regions = regions;
        this.clock = clock;
    }

    /** An address as a member writes it. */
    public record Wanted(String recipient, String phone, String regionCode, String detail, boolean isDefault) {}

    public Uni<List<Address>> all(MemberId member) {
        return Panache.withSession(() -> addresses.of(member));
    }

    public Uni<Address> one(MemberId member, UUID id) {
        return Panache.withSession(() -> own(member, id));
    }

    /** The first address is the default, whatever is wanted. */
    public Uni<Address> add(MemberId member, Wanted wanted) {
        regions.refuseUnknown(wanted.regionCode());
        return Panache.withTransaction(() -> locked(member)
                .chain(() -> addresses.count(member))
                .invoke(AddressBook::refuseMore)
                .map(count -> written(Ids.next(), member, wanted, count == 0 || wanted.isDefault()))
                .call(this::clearTheWay)
                .call(addresses::add));
    }

    /** The default stays one until another takes its place. */
    public Uni<Address> change(MemberId member, UUID id, Wanted wanted) {
        regions.refuseUnknown(wanted.regionCode());
        return Panache.withTransaction(() -> locked(member)
                .chain(() -> own(member, id))
                .chain(before -> before.isDefault() || !wanted.isDefault()
                        ? Uni.createFrom().item(before)
                        : addresses.noDefault(member).replaceWith(before))
                .map(before -> written(id, member, wanted, before.isDefault() || wanted.isDefault()))
                .call(addresses::save));
    }

    /** When the default goes, the newest of the others takes its place. */
    public Uni<Void> remove(MemberId member, UUID id) {
        return Panache.withTransaction(() -> locked(member)
                .chain(() -> own(member, id))
                .call(() -> addresses.remove(id))
                .chain(removed -> removed.isDefault()
                        ? promoteNewest(member)
                        : Uni.createFrom().voidItem()));
    }

    private Uni<Void> promoteNewest(MemberId member) {
        return addresses
                .of(member)
                .chain(left -> left.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : addresses.makeDefault(left.getFirst().id()));
    }

    private Uni<Void> clearTheWay(Address added) {
        return added.isDefault()
                ? addresses.noDefault(added.member())
                : Uni.createFrom().voidItem();
    }

    private Address written(UUID id, MemberId member, Wanted wanted, boolean isDefault) {
        return new Address(
                id,
                member,
                wanted.recipient().strip(),
                wanted.phone(),
                wanted.regionCode(),
                wanted.detail().strip(),
                isDefault,
                clock.instant());
    }

    private Uni<Address> own(MemberId member, UUID id) {
        return addresses.find(member, id).map(found -> found.orElseThrow(Refused::notFound));
    }

    private Uni<Member> locked(MemberId member) {
        return members.lock(member)
                .map(found -> found.orElseThrow(() -> new Refused(CommonProblem.UNAUTHENTICATED))
                        .admitted());
    }

    private static void refuseMore(long count) {
        if (count >= Address.MOST) {
            throw new Refused(MemberProblem.ADDRESSES_FULL);
        }
    }
}
