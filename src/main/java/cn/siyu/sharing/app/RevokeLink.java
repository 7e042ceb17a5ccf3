package cn.siyu.sharing.app;

import cn.siyu.kernel.audit.AuditEntry;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.sharing.ShareLink;
import cn.siyu.sharing.store.LinkPages.Counted;
import cn.siyu.sharing.store.LinkStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Ends a link for good. Repeating it changes nothing; the first reason stays. */
@Singleton
public class RevokeLink {

    private static final String BY_HIMSELF = "revoked by who shared it";

    private final LookUpLinks look;
    private final KnownLinks known;
    private final LinkStore links;
    private final Transactions transactions;
    private final AuditLog audit;
    private final ShopClock clock;

    @Inject
    RevokeLink(
            LookUpLinks look,
            KnownLinks known,
            LinkStore links,
            Transactions transactions,
            AuditLog audit,
            ShopClock clock) {
        this.look = look;
        this.known = known;
        this.links = links;
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    public Uni<ShareLink> own(String token, UUID member) {
        return look.own(token, member)
                .chain(link -> transactions
                        .in(tx -> links.revoke(tx, token, member, BY_HIMSELF, clock.instant()))
                        .onItem()
                        .ifNull()
                        .switchTo(() -> links.find(transactions.reads(), token, clock.instant())))
                .call(() -> known.forget(token));
    }

    public Uni<Counted> byStaff(String token, Actor actor, String reason) {
        return look.one(token)
                .chain(before -> transactions.in(tx -> links.revoke(tx, token, actor.id(), reason, clock.instant())
                        .onItem()
                        .ifNotNull()
                        .call(link -> audit.append(tx, entry(actor, before.link(), link, reason)))))
                .call(() -> known.forget(token))
                .chain(() -> look.one(token));
    }

    private static AuditEntry entry(Actor actor, ShareLink before, ShareLink after, String reason) {
        return new AuditEntry(actor, "share-token.revoke", "share-token", before.token(), reason, before, after);
    }
}
