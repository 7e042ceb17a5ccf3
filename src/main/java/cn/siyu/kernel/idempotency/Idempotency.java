package cn.siyu.kernel.idempotency;

import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.time.ShopClock;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.Function;

/**
 * Makes a repeated request harmless: the first success is stored in the transaction of its effect and answered again, byte
 * for byte, to every repetition by the same caller; the same key with another request is refused. A twin that is still
 * running is waited for. Refusals and faults are not stored: the client may mend the cause and repeat (REL-01, REL-02).
 */
@Singleton
public class Idempotency {

    /** Answers with money or stock effects are kept this long. */
    static final Duration KEPT = Duration.ofDays(30);

    static final String REPLAYED = "Idempotent-Replayed";

    private static final String FIND = """
        select request_hash, status, body
          from kernel_idempotency
         where caller = $1 and operation = $2 and key = $3 and expires_at > $4\
        """;

    private static final String KEEP = """
        insert into kernel_idempotency (caller, operation, key, request_hash, status, body, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict on constraint kernel_idempotency_pk do update
           set request_hash = excluded.request_hash, status = excluded.status, body = excluded.body,
               created_at = excluded.created_at, expires_at = excluded.expires_at
         where kernel_idempotency.expires_at <= excluded.created_at\
        """;

    private final Transactions transactions;
    private final ObjectMapper json;
    private final ShopClock clock;

    @Inject
    Idempotency(Transactions transactions, ObjectMapper json, ShopClock clock) {
        this.transactions = transactions;
        this.json = json;
        this.clock = clock;
    }

    /** A stored answer. */
    record Stored(String requestHash, int status, String body) {}

    /**
     * Runs {@code effect} once for (caller, operation, key). The item that it yields becomes the JSON body.
     *
     * @param operation a stable name of the operation, such as {@code orders.place}; part of the scope of a key
     * @param request everything that decides the effect (body and path): hashed, to tell another request under the same key
     * @param status the status of the first answer and of every repetition
     */
    public <T> Uni<Response> once(
            UUID caller,
            String operation,
            IdempotencyKey key,
            Object request,
            int status,
            Function<Tx, Uni<T>> effect) {
        var hash = hash(request);
        return transactions
                .in(tx -> tx.hold("idempotency:" + caller + ":" + operation + ":" + key.value())
                        .chain(() -> find(tx, caller, operation, key))
                        .chain(stored -> stored == null
                                ? effect.apply(tx).chain(item -> keep(tx, caller, operation, key, hash, status, item))
                                : Uni.createFrom().item(() -> replay(stored, hash))))
                .onFailure(Violations::isLockTimeout)
                .transform(_ -> new Refused(CommonProblem.REQUEST_IN_FLIGHT));
    }

    private Uni<Stored> find(Tx tx, UUID caller, String operation, IdempotencyKey key) {
        return tx.one(
                FIND,
                row -> new Stored(row.getString("request_hash"), row.getInteger("status"), row.getString("body")),
                caller,
                operation,
                key.value(),
                clock.instant());
    }

    private Uni<Response> keep(
            Tx tx, UUID caller, String operation, IdempotencyKey key, String hash, int status, Object item) {
        var body = write(item);
        var now = clock.instant();
        return tx.execute(KEEP, caller, operation, key.value(), hash, status, body, now, now.plus(KEPT))
                .map(_ -> answer(status, body).build());
    }

    static Response replay(Stored stored, String hash) {
        if (!stored.requestHash().equals(hash)) {
            throw new Refused(CommonProblem.IDEMPOTENCY_MISMATCH);
        }
        return answer(stored.status(), stored.body()).header(REPLAYED, "true").build();
    }

    static Response.ResponseBuilder answer(int status, String body) {
        return Response.status(status).type(MediaType.APPLICATION_JSON_TYPE).entity(body);
    }

    String write(Object item) {
        try {
            return json.writeValueAsString(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer must be plain values: " + item.getClass(), e);
        }
    }

    String hash(Object request) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(write(request).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
