package cn.siyu.koc.domain;

import cn.siyu.koc.CommunityId;
import cn.siyu.koc.KocClaim.By;
import cn.siyu.sharing.Sharer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Whose an order is among KOCs (D5): by the link, by the community of the activity, by membership. Where the rule leaves
 * more than one, it is nobody's: guessing would take from one what the other may have earned.
 */
public final class Attribution {

    private Attribution() {}

    /** What was decided. */
    public sealed interface Decision {

        record Found(Serving serving, By by) implements Decision {}

        /** Nobody's; {@code why} where somebody could have been expected. */
        record Nobody(Optional<String> why) implements Decision {}
    }

    /** @param serving all bindings that count now: of the buyer's communities, and of whoever made the link */
    public static Decision decide(Optional<Sharer> sharer, Optional<CommunityId> activity, List<Serving> serving) {
        var paid = sharer.filter(Attribution::sharesIntoCommunities);
        var linked = paid.map(who -> byLink(who, serving)).orElse(List.of());
        if (!linked.isEmpty()) {
            return only(linked, By.TOKEN, "the link leads to several KOCs");
        }
        var offered = activity.map(community -> membersOf(community, serving)).orElse(List.of());
        if (!offered.isEmpty()) {
            return only(offered, By.COMMUNITY_ACTIVITY, "several KOCs serve the community of the activity");
        }
        return byMembership(serving, paid.map(_ -> "whoever made the link serves no community now"));
    }

    private static boolean sharesIntoCommunities(Sharer sharer) {
        return switch (sharer.kind()) {
            case KOC, SELLER -> true;
            case MEMBER, DISTRIBUTOR -> false;
        };
    }

    private static List<Serving> byLink(Sharer sharer, List<Serving> serving) {
        return serving.stream()
                .filter(each -> sharer.id().equals(sharer.kind() == Sharer.Kind.KOC ? each.koc() : each.seller()))
                .filter(each ->
                        sharer.community().map(each.community().value()::equals).orElse(true))
                .toList();
    }

    private static List<Serving> membersOf(CommunityId community, List<Serving> serving) {
        return serving.stream()
                .filter(each -> each.community().equals(community))
                .filter(each -> each.buyerJoined().isPresent())
                .toList();
    }

    /** Of several communities the one that the buyer joined last. */
    private static Decision byMembership(List<Serving> serving, Optional<String> otherwise) {
        var latest =
                serving.stream().flatMap(each -> each.buyerJoined().stream()).max(Comparator.<Instant>naturalOrder());
        if (latest.isEmpty()) {
            return new Decision.Nobody(otherwise);
        }
        var last = serving.stream()
                .filter(each -> each.buyerJoined().equals(latest))
                .toList();
        var communities = new HashSet<>(last.stream().map(Serving::community).toList());
        return communities.size() > 1
                ? new Decision.Nobody(Optional.of("the buyer joined several communities with a KOC at the same time"))
                : only(last, By.MEMBERSHIP, "several KOCs serve the buyer's community");
    }

    private static Decision only(List<Serving> found, By by, String tie) {
        return found.size() == 1 ? new Decision.Found(found.getFirst(), by) : new Decision.Nobody(Optional.of(tie));
    }
}
