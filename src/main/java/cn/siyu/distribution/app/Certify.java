package cn.siyu.distribution.app;

import cn.siyu.distribution.DistributorId;
import cn.siyu.distribution.app.EvaluateTiers.Look;
import cn.siyu.distribution.store.CertificateStore;
import cn.siyu.distribution.store.CertificateStore.Certificate;
import cn.siyu.distribution.store.TierBookStore;
import cn.siyu.distribution.store.TierStandStore;
import cn.siyu.distribution.store.TierStandStore.Stand;
import cn.siyu.kernel.audit.AuditLog;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.FieldError;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Staff note what training somebody has passed; it may lead to a tier. */
@Singleton
public class Certify {

    private static final String KIND = "distributor";

    private final CertificateStore certificates;
    private final TierStandStore stands;
    private final TierBookStore books;
    private final EvaluateTiers tiers;
    private final AuditLog audit;
    private final Transactions transactions;
    private final ShopClock clock;

    @Inject
    Certify(
            CertificateStore certificates,
            TierStandStore stands,
            TierBookStore books,
            EvaluateTiers tiers,
            AuditLog audit,
            Transactions transactions,
            ShopClock clock) {
        this.certificates = certificates;
        this.stands = stands;
        this.books = books;
        this.tiers = tiers;
        this.audit = audit;
        this.transactions = transactions;
        this.clock = clock;
    }

    public Uni<List<Certificate>> of(DistributorId id) {
        return stands.find(transactions.reads(), id, clock.instant())
                .onItem()
                .ifNull()
                .failWith(Refused::notFound)
                .chain(() -> certificates.of(transactions.reads(), id));
    }

    public Uni<Certificate> award(DistributorId id, String name, Optional<Instant> until, String reason, Actor actor) {
        var now = clock.instant();
        if (until.filter(end -> !end.isAfter(now)).isPresent()) {
            throw Refused.fields(CommonProblem.INVALID_REQUEST, List.of(new FieldError("until", "must lie ahead")));
        }
        var certificate =
                new Certificate(Ids.next(), name, now, until, reason, actor.name(), Optional.empty(), Optional.empty());
        return transactions
                .in(tx -> held(tx, id, now)
                        .call(() -> certificates.insert(tx, id, certificate))
                        .call(() -> noted(tx, actor, "certificate.award", id, reason, Map.of("name", name)))
                        .chain(stand -> evaluate(tx, stand, now)))
                .replaceWith(certificate);
    }

    public Uni<Void> revoke(DistributorId id, UUID certificate, String reason, Actor actor) {
        var now = clock.instant();
        return transactions.in(tx -> certificates
                .revoke(tx, id, certificate, now, reason)
                .invoke(revoked -> {
                    if (!revoked) {
                        throw Refused.notFound();
                    }
                })
                .chain(() -> noted(tx, actor, "certificate.revoke", id, reason, Map.of("certificate", certificate))));
    }

    private Uni<Void> evaluate(Tx tx, Stand stand, Instant now) {
        return books.current(tx)
                .chain(book -> book.raisesAtOnce() && stand.isEvaluated()
                        ? tiers.evaluate(tx, Look.event(book, now), List.of(stand), now)
                        : Uni.createFrom().item(List.of()))
                .replaceWithVoid();
    }

    private Uni<Void> noted(
            Tx tx, Actor actor, String action, DistributorId id, String reason, Map<String, Object> after) {
        return audit.append(tx, Trail.entry(actor, action, KIND, id.value().toString(), reason, null, after));
    }

    private Uni<Stand> held(Tx tx, DistributorId id, Instant now) {
        return stands.lock(tx, id, now).onItem().ifNull().failWith(Refused::notFound);
    }
}
