package cn.siyu.identity.app;

import cn.siyu.identity.Audience;
import cn.siyu.identity.Sessions;
import cn.siyu.identity.SignedIn;
import cn.siyu.identity.Subject;
import cn.siyu.identity.domain.IdentityProblem;
import cn.siyu.identity.domain.RefreshToken;
import cn.siyu.identity.domain.RefreshToken.Answer;
import cn.siyu.identity.store.SessionStore;
import cn.siyu.kernel.id.Ids;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sessions whose refresh tokens rotate: each is good once, and a second use ends its whole family. */
@Singleton
public class RotatingSessions implements Sessions {

    private static final int TOKEN_BYTES = 32;

    private final Transactions transactions;
    private final SessionStore sessions;
    private final SessionStates states;
    private final AccessTokens tokens;
    private final TokenSettings settings;
    private final ShopClock clock;
    private final SecureRandom random = new SecureRandom();

    @Inject
    RotatingSessions(
            Transactions transactions,
            SessionStore sessions,
            SessionStates states,
            AccessTokens tokens,
            TokenSettings settings,
            ShopClock clock) {
        this.transactions = transactions;
        this.sessions = sessions;
        this.states = states;
        this.tokens = tokens;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Uni<SignedIn> open(Subject subject) {
        var roles = AccessTokens.ofAudience(subject.audience(), subject.roles());
        var checked = new Subject(subject.audience(), subject.id(), subject.name(), roles);
        var id = Ids.next();
        var now = clock.instant();
        return transactions.in(tx -> sessions.open(tx, id, checked, now, now.plus(settings.refreshLife()))
                .chain(() -> pair(tx, id, checked, now)));
    }

    @Override
    public Uni<SignedIn> refresh(Audience audience, String refreshToken) {
        var now = clock.instant();
        return transactions
                .in(tx -> sessions.lock(tx, Hash.of(refreshToken))
                        .map(token -> token == null ? new Answer.Refuse() : token.present(audience, now))
                        .chain(answer -> carryOut(tx, answer, now)))
                .map(pair -> pair.orElseThrow(() -> new Refused(IdentityProblem.REFRESH_TOKEN_REFUSED)));
    }

    @Override
    public Uni<Void> end(UUID sessionId) {
        return transactions
                .in(tx -> sessions.end(tx, sessionId, clock.instant(), "SIGNED_OUT"))
                .invoke(() -> states.forget(List.of(sessionId)));
    }

    @Override
    public Uni<Void> endAllOf(Audience audience, UUID subject) {
        return transactions
                .in(tx -> sessions.endAll(tx, audience, subject, clock.instant(), "ALL_ENDED"))
                .invoke(states::forget)
                .replaceWithVoid();
    }

    /** Sessions that nobody can refresh any more are forgotten, with their tokens. */
    @Scheduled(every = "${siyu.tokens.purge-every:1h}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> purge() {
        return sessions.purge(transactions.reads(), clock.instant()).replaceWithVoid();
    }

    /** Empty is a refusal that must be told only after the commit: a reuse ends the family, so nothing may roll back. */
    private Uni<Optional<SignedIn>> carryOut(Tx tx, Answer answer, Instant now) {
        return switch (answer) {
            case Answer.Rotate(var token) -> rotate(tx, token, now).map(Optional::of);
            case Answer.EndFamily(var session) ->
                sessions.end(tx, session.id(), now, "REFRESH_TOKEN_REUSED")
                        .invoke(() -> states.forget(List.of(session.id())))
                        .replaceWith(Optional.empty());
            case Answer.Refuse() -> Uni.createFrom().item(Optional.empty());
        };
    }

    private Uni<SignedIn> rotate(Tx tx, RefreshToken token, Instant now) {
        var session = token.session();
        return sessions.spend(tx, token.hash(), now)
                .chain(() -> sessions.prolong(tx, session.id(), now, now.plus(settings.refreshLife())))
                .chain(() -> pair(tx, session.id(), session.subject(), now));
    }

    private Uni<SignedIn> pair(Tx tx, UUID session, Subject subject, Instant now) {
        var refreshToken = newRefreshToken();
        var refreshExpiresAt = now.plus(settings.refreshLife());
        var claims = new AccessClaims(
                subject.audience(),
                subject.id(),
                session,
                subject.name(),
                subject.roles(),
                now.plus(settings.accessLife()).truncatedTo(ChronoUnit.SECONDS));
        return sessions.issue(tx, Hash.of(refreshToken), session, now, refreshExpiresAt)
                .map(_ -> new SignedIn(tokens.issue(claims, now), claims.expiresAt(), refreshToken, refreshExpiresAt));
    }

    /** Opaque and of another form than an access token, so that neither can pass for the other. */
    private String newRefreshToken() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
