package cn.siyu.koc;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.member.MemberId;
import cn.siyu.wechat.WeCom;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a seller has in hand, and how it becomes another's: for handover, in its transactions (D9, D10). */
public interface SellerEstates {

    /**
     * A seller as handover knows him.
     *
     * @param distributor of one who is a distributor
     * @param weComUser of one who works at WeCom
     */
    record SellerCard(
            UUID id,
            String name,
            boolean active,
            Optional<UUID> distributor,
            Optional<MemberId> member,
            Optional<String> weComUser) {}

    /** How much he has in hand. */
    record Estate(long customers, long communities, long bindings, long invitations, long tasks) {}

    /** A community that has become another's, and its chat. */
    record PassedCommunity(CommunityId community, String chatId) {}

    /**
     * What one batch has passed on: communities, the bindings that have begun anew, what ended with it for good, and how many
     * open tasks of KOCs there are the successor's to look at.
     */
    record Batch(List<PassedCommunity> communities, List<UUID> bindings, List<UUID> ended, long tasks) {

        public boolean isEmpty() {
            return communities.isEmpty();
        }
    }

    Uni<Optional<SellerCard>> seller(Sql sql, UUID id);

    Uni<Estate> estate(Sql sql, UUID seller, Instant now);

    /**
     * So many of the communities of {@code from} are those of {@code to} from {@code at} on: running bindings end then and begin
     * again as the successor's for the rest of their term, invitations end. Orders are told apart by their own time. An empty
     * batch: he has none left.
     */
    Uni<Batch> passCommunities(Tx tx, UUID from, UUID to, Instant at, String reason, int most);

    /**
     * So many of his customers are served by {@code to} from {@code at} on; their external ids. Not those whom he took over from
     * another by a handover of an instant after {@code asOf}, which is that of this one: it may go on late, and leaves alone what a
     * later one has given him.
     */
    Uni<List<String>> passCustomers(Tx tx, UUID from, UUID to, Instant at, Instant asOf, int most);

    /** Whom he serves, behind that external id in their order. */
    Uni<List<String>> customers(Sql sql, UUID seller, String after, int most);

    /** Customers as WeCom tells them: those of his who were not known are served by him from when they became contacts. */
    Uni<Void> tell(Tx tx, UUID seller, List<WeCom.Contact> contacts);
}
