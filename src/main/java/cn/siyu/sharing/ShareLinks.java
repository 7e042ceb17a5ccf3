package cn.siyu.sharing;

import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Tokens and clicks, for the contexts whose people share. */
public interface ShareLinks {

    /**
     * What somebody wants to share.
     *
     * @param material that he shares, as whoever keeps it names it: links for two materials are never the same
     */
    record Wish(
            Sharer sharer,
            ShareLink.Target target,
            String source,
            Optional<String> text,
            Optional<Instant> expiresAt,
            Optional<UUID> material) {

        public Wish(
                Sharer sharer,
                ShareLink.Target target,
                String source,
                Optional<String> text,
                Optional<Instant> expiresAt) {
            this(sharer, target, source, text, expiresAt, Optional.empty());
        }
    }

    /** A click of a known member. */
    record Click(UUID id, ShareLink link, Instant at) {}

    /**
     * Mints a token, or answers the living one with the same meaning. Refused for a product whose promotion the law
     * restricts, whoever shares for pay, and for a text with forbidden words (L6). Reads the product before it writes: not to
     * be called inside a transaction.
     */
    Uni<ShareLink> mint(Wish wish);

    /** What a token stands for, also when it is over; empty when there is none. Cached. */
    Uni<Optional<ShareLink>> resolve(String token);

    /** The latest click of a member through a link that lives, not older than {@code since}: the link of this session (C9). */
    Uni<Optional<Click>> latestClick(Sql sql, UUID member, Instant since, Instant now);

    /** Those of these members who have ever clicked: for the others nothing else need be asked. */
    Uni<Set<UUID>> clicked(Sql sql, Collection<UUID> members);

    /** The source of the click that first brought this member; empty: he came by himself. */
    Uni<Optional<String>> firstSource(Sql sql, UUID member);

    /** Revokes these tokens, as far as they live: what they were made for is over. Answers how many. */
    Uni<Integer> revoke(Tx tx, Collection<String> tokens, String reason, Instant now);

    /**
     * Revokes all tokens of one sharer: suspended, ended, left. Answers how many. Those that he has passed on are his successor's and
     * stay; those for which he stood lead nowhere any more.
     */
    Uni<Integer> revokeAll(Tx tx, Sharer.Kind kind, UUID sharer, String reason, Instant now);

    /** How many links of one sharer live. */
    Uni<Long> active(Sql sql, Sharer.Kind kind, UUID sharer, Instant now);

    /**
     * From {@code at} until {@code until} the links that {@code from} has made by then lead to {@code to}, and to nobody after that
     * (D10); so do those for which he stood himself, and those that {@code to} had made are his own again, without an end. What
     * {@code from} makes later is his own, also the same once more. Only of sellers and distributors.
     *
     * @param member as whom the successor shares, if as one
     */
    Uni<Void> passOn(Tx tx, Sharer.Kind kind, UUID from, UUID to, Optional<UUID> member, Instant at, Instant until);
}
