package cn.siyu.member.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.member.MemberId;
import cn.siyu.member.Members;
import cn.siyu.member.domain.Address;
import cn.siyu.member.domain.Member;
import cn.siyu.member.store.MemberStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Members as contexts above see them. */
@ApplicationScoped
class KnownMembers implements Members {

    private final MemberStore members;
    private final AddressBook addresses;
    private final Regions regions;

    @Inject
    KnownMembers(MemberStore members, AddressBook addresses, Regions regions) {
        this.members = members;
        this.addresses = addresses;
        this.regions = regions;
    }

    @Override
    public Uni<String> openid(MemberId member) {
        return Panache.withSession(() -> members.find(member))
                .map(found -> found.filter(known -> known.state() != Member.State.CLOSED)
                        .map(Member::openid)
                        .orElseThrow(Refused::notFound));
    }

    @Override
    public Uni<DeliveryAddress> address(MemberId member, UUID address) {
        return addresses.one(member, address).map(this::delivery);
    }

    private DeliveryAddress delivery(Address address) {
        return new DeliveryAddress(
                address.id(),
                address.recipient(),
                address.phone(),
                address.regionCode(),
                regions.text(address.regionCode()),
                address.detail());
    }
}
