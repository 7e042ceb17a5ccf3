package cn.siyu.koc.web;

import cn.siyu.koc.CommunityOffers.Offer;
import cn.siyu.koc.CommunityOffers.OpenGroup;
import cn.siyu.koc.app.ShowWorkbench.Workbench;
import cn.siyu.koc.store.MaterialTokenStore.Living;
import cn.siyu.koc.store.SaleStore.Sum;
import cn.siyu.koc.web.KocTaskView.PartView;
import cn.siyu.koc.web.PartnerKocResource.ShareView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A KOC's or seller's day in one call. */
@Schema(name = "KocWorkbenchView")
record WorkbenchView(
        @Schema(description = "Absent: the caller is no KOC") @Nullable
        UUID kocId,

        @Schema(description = "Absent: the caller is no seller") @Nullable
        UUID sellerId,

        @Schema(description = "That he owns or serves") List<CommunityView> communities,

        @Schema(description = "Running ones in which the caller is the KOC")
        List<KocBindingView> serving,

        @Schema(description = "How an order is shared now") SplitView split,

        @Schema(description = "The agreement in force: who has accepted another is asked again")
        String agreementVersion,

        @Schema(description = "Brought in his communities today")
        SoldView today,

        @Schema(description = "Since the first of the month")
        SoldView month,

        @Schema(description = "What the caller has to do as a KOC, and has done today; the soonest due first")
        List<PartView> tasks,

        @Schema(description = "That may be shared in one of his communities now")
        List<KocMaterialView> materials,

        @Schema(description = "His living links for materials")
        List<KitLinkView> materialLinks,

        @Schema(description = "Group buys that run for his communities")
        List<OfferView> groupBuys,

        @Schema(description = "The latest that live") List<ShareView> links) {

    /** Orders of which something is left, and what that is. */
    @Schema(name = "KocSoldView")
    record SoldView(long orders, long netFen) {

        static SoldView of(Sum sum) {
            return new SoldView(sum.orders(), sum.net().fen());
        }
    }

    /** A tracked link for a material in a community. */
    @Schema(name = "KocKitLinkView")
    record KitLinkView(UUID materialId, UUID communityId, String token, Instant expiresAt) {

        static KitLinkView of(Living living) {
            return new KitLinkView(living.material(), living.community().value(), living.token(), living.expiresAt());
        }
    }

    /** A group buy for a community, with groups that can be joined. */
    @Schema(name = "KocGroupBuyView")
    record OfferView(
            UUID activityId,
            String name,
            UUID spuId,
            UUID communityId,
            Instant endsAt,
            long fromFen,
            List<OpenGroupView> openGroups) {

        static OfferView of(Offer offer) {
            return new OfferView(
                    offer.activity(),
                    offer.name(),
                    offer.spu(),
                    offer.community().value(),
                    offer.endsAt(),
                    offer.from().fen(),
                    offer.groups().stream().map(OpenGroupView::of).toList());
        }
    }

    /** A buy group with places left. */
    @Schema(name = "KocOpenGroupView")
    record OpenGroupView(UUID groupId, int size, int missing, Instant expiresAt) {

        static OpenGroupView of(OpenGroup group) {
            return new OpenGroupView(group.group(), group.size(), group.missing(), group.expiresAt());
        }
    }

    static WorkbenchView of(Workbench bench) {
        var place = bench.place();
        var standing = bench.standing();
        var work = bench.work();
        return new WorkbenchView(
                place.koc().orElse(null),
                place.seller().orElse(null),
                place.communities().stream().map(CommunityView::of).toList(),
                standing.serving().stream().map(KocBindingView::of).toList(),
                SplitView.of(standing.split()),
                standing.agreement(),
                SoldView.of(standing.today()),
                SoldView.of(standing.month()),
                work.tasks().stream().map(PartView::of).toList(),
                work.kit().materials().stream().map(KocMaterialView::of).toList(),
                work.kit().links().stream().map(KitLinkView::of).toList(),
                work.offers().stream().map(OfferView::of).toList(),
                work.links().stream().map(ShareView::of).toList());
    }
}
