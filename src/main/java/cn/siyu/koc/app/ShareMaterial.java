package cn.siyu.koc.app;

import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.koc.CommunityId;
import cn.siyu.koc.app.ShareIntoCommunity.As;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.domain.KocProblem;
import cn.siyu.koc.domain.Material;
import cn.siyu.koc.store.MaterialStore;
import cn.siyu.koc.store.MaterialTokenStore;
import cn.siyu.koc.store.MaterialTokenStore.Living;
import cn.siyu.koc.store.ShareTokenStore;
import cn.siyu.member.MemberId;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.ShareLinks;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The kit of KOCs and sellers: materials that are offered in a community, and a tracked link for each (D12). */
@Singleton
public class ShareMaterial {

    private static final String SOURCE = "KOC_KIT";
    private static final String CHANGED = "its material changed when it was made";
    private static final int MOST = 100;

    private final PartnerDesk desk;
    private final ShareIntoCommunity sharing;
    private final MaterialStore materials;
    private final MaterialTokenStore kept;
    private final ShareTokenStore tokens;
    private final ShareLinks links;
    private final Transactions transactions;
    private final Sql reads;
    private final ShopClock clock;

    @Inject
    ShareMaterial(
            PartnerDesk desk,
            ShareIntoCommunity sharing,
            MaterialStore materials,
            MaterialTokenStore kept,
            ShareTokenStore tokens,
            ShareLinks links,
            Transactions transactions,
            ShopClock clock) {
        this.desk = desk;
        this.sharing = sharing;
        this.materials = materials;
        this.kept = kept;
        this.tokens = tokens;
        this.links = links;
        this.transactions = transactions;
        this.reads = transactions.reads();
        this.clock = clock;
    }

    /** Materials, and the living links that the caller has made for them. */
    public record Kit(List<Material> materials, List<Living> links) {}

    public Uni<Kit> kit(MemberId caller, CommunityId id) {
        var now = clock.instant();
        return desk.community(caller, id)
                .chain(community ->
                        materials.offered(reads, List.of(community.sketch().category()), now, MOST))
                .chain(offered -> sharing.sharer(caller, id)
                        .map(as -> List.of(as.sharer().id()))
                        .onFailure(Refused.class)
                        .recoverWithItem(List.of())
                        .chain(persons -> kept.living(reads, persons, List.of(id), now))
                        .map(living -> new Kit(offered, living)));
    }

    /** The link ends with the material, or with the KOC's term if that is earlier; repeating it answers the same. */
    public Uni<ShareLink> share(MemberId caller, UUID id, CommunityId community) {
        return desk.community(caller, community)
                .chain(found -> material(id, found))
                .chain(material -> sharing.sharer(caller, community).chain(as -> share(as, material, community)));
    }

    private Uni<Material> material(UUID id, Community community) {
        return materials
                .find(reads, id)
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .invoke(material -> {
                    if (!material.isOffered(clock.instant())
                            || !material.sketch().isFor(community.sketch().category())) {
                        throw new Refused(KocProblem.MATERIAL_NOT_OFFERED);
                    }
                });
    }

    private Uni<ShareLink> share(As as, Material material, CommunityId community) {
        var end = as.until()
                .filter(material.sketch().until()::isAfter)
                .orElse(material.sketch().until());
        var wish = new ShareLinks.Wish(
                as.sharer(),
                material.sketch().target(),
                SOURCE,
                Optional.of(material.sketch().words()),
                Optional.of(end),
                Optional.of(material.id()));
        return links.mint(wish).call(link -> keep(as, material, community, link, end));
    }

    /** Who withdraws or changes the material at this moment does not know the link yet: so it is looked once more. */
    private Uni<Void> keep(As as, Material material, CommunityId community, ShareLink link, Instant end) {
        var person = as.sharer().id();
        return transactions
                .in(tx -> materials
                        .lock(tx, material.id())
                        .chain(held -> held.version() == material.version()
                                ? kept.keep(tx, link.token(), material.id(), person, community, link.mintedAt(), end)
                                        .chain(() -> tokens.keep(tx, link.token(), person, community, link.mintedAt()))
                                        .replaceWith(true)
                                : links.revoke(tx, List.of(link.token()), CHANGED, clock.instant())
                                        .replaceWith(false)))
                .invoke(ShareMaterial::refuseChanged)
                .replaceWithVoid();
    }

    private static void refuseChanged(boolean unchanged) {
        if (!unchanged) {
            throw new Refused(KocProblem.MATERIAL_NOT_OFFERED);
        }
    }
}
