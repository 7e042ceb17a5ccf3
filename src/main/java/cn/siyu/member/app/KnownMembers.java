package cn.siyu.member.app;

import cn.siyu.kernel.merge.Gather;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Lookups;
import cn.siyu.kernel.vertx.FreshContext;
import cn.siyu.member.DeliveryAddress;
import cn.siyu.member.MemberId;
import cn.siyu.member.Members;
import cn.siyu.member.domain.Address;
import cn.siyu.member.domain.Member;
import cn.siyu.member.store.AddressCards;
import cn.siyu.member.store.MemberStore;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Members as contexts above see them. */
@Singleton
class KnownMembers implements Members {

    private final MemberStore members;
    private final Regions regions;
    private final Gather<UUID, Address> some;

    @Inject
    KnownMembers(MemberStore members, AddressCards addresses, Regions regions, Lookups lookups, FreshContext contexts) {
        this.members = members;
        this.regions = regions;
        this.some = new Gather<>(
                contexts,
                ids -> addresses
                        .some(lookups.reads(), ids)
                        .map(found -> found.stream().collect(Collectors.toMap(Address::id, Function.identity()))));
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
        return some.of(address)
                .map(found -> found.filter(his -> his.member().equals(member)).orElseThrow(Refused::notFound))
                .map(this::delivery);
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
