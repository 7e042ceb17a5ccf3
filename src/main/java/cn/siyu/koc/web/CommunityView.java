package cn.siyu.koc.web;

import cn.siyu.koc.app.KeepCommunities.Detail;
import cn.siyu.koc.domain.Community;
import cn.siyu.koc.store.CommunityStore.Ownership;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A community as staff, its seller and its KOCs see it. */
@Schema(name = "CommunityView")
record CommunityView(
        UUID id,
        @Schema(description = "By which members join") String code,
        String name,
        String chatId,
        String category,
        int capacity,
        @Schema(description = "How many are in it now") int members,
        @Nullable UUID storeId,

        @Schema(description = "Who may join by the code; absent: everybody") @Nullable
        UUID segmentId,

        Community.State state,
        UUID ownerId,
        String ownerName,
        Instant createdAt,
        @Nullable Instant dissolvedAt,
        long version) {

    /** With everybody who has owned it, the newest first. */
    @Schema(name = "CommunityDetailView")
    record DetailView(CommunityView community, List<OwnerView> owners) {

        static DetailView of(Detail detail) {
            return new DetailView(
                    CommunityView.of(detail.community()),
                    detail.owners().stream().map(OwnerView::of).toList());
        }
    }

    /** Who owned it, from when to when. */
    @Schema(name = "CommunityOwnerView")
    record OwnerView(
            UUID sellerId,
            String name,
            Instant from,
            @Nullable Instant to,
            String reason) {

        static OwnerView of(Ownership owner) {
            return new OwnerView(
                    owner.seller(), owner.name(), owner.from(), owner.to().orElse(null), owner.reason());
        }
    }

    static CommunityView of(Community community) {
        var sketch = community.sketch();
        return new CommunityView(
                community.id().value(),
                community.code(),
                sketch.name(),
                sketch.chatId(),
                sketch.category(),
                sketch.capacity(),
                community.members(),
                sketch.store().orElse(null),
                sketch.segment().orElse(null),
                community.state(),
                community.owner(),
                community.ownerName(),
                community.createdAt(),
                community.dissolvedAt().orElse(null),
                community.version());
    }
}
