package cn.siyu.sharing.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.sharing.domain.MiniCode;
import cn.siyu.sharing.domain.MiniCode.Wanted;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of mini-program codes: one for each token, version and width (C17). */
@Singleton
public class CodeStore {

    /** One that WeChat refused for good is taken up again when somebody asks again; any other stays as it is. */
    private static final String ASK = """
            insert into sharing_code as c (token, env_version, width, state, next_try_at, asked_at)
            values ($1, $2, $3, 'PENDING', $4, $4)
                on conflict (token, env_version, width) do update
               set state = 'PENDING', next_try_at = $4, asked_at = $4, tries = 0
             where c.state = 'FAILED'""";

    private static final String FIND = """
            select token, env_version, width, state, media_type, last_code
              from sharing_code
             where token = $1 and env_version = $2 and width = $3""";

    private static final String IMAGE =
            "select image from sharing_code where token = $1 and env_version = $2 and width = $3 and state = 'READY'";

    private static final String CLAIM = """
            update sharing_code
               set next_try_at = $2, tries = tries + 1
             where (token, env_version, width) in (
                   select token, env_version, width
                     from sharing_code
                    where state = 'PENDING' and next_try_at <= $1
                    order by next_try_at
                    limit $3
                      for update skip locked)
            returning token, env_version, width, tries""";

    private static final String READY = """
            update sharing_code
               set state = 'READY', image = $4, media_type = $5, made_at = $6, next_try_at = null, last_code = null
             where token = $1 and env_version = $2 and width = $3 and state = 'PENDING'""";

    private static final String AGAIN = """
            update sharing_code
               set next_try_at = $4, last_code = $5
             where token = $1 and env_version = $2 and width = $3 and state = 'PENDING'""";

    private static final String FAILED = """
            update sharing_code
               set state = 'FAILED', next_try_at = null, last_code = $4
             where token = $1 and env_version = $2 and width = $3 and state = 'PENDING'""";

    /** A code that this instance makes now, and for which time. */
    public record Claimed(Wanted wanted, int tries) {}

    public Uni<Integer> ask(Tx tx, Wanted wanted, Instant now) {
        return tx.execute(ASK, wanted.token(), wanted.version(), wanted.width(), now);
    }

    /** Null when nobody has asked for it. */
    public Uni<MiniCode> find(Sql sql, Wanted wanted) {
        return sql.one(FIND, CodeStore::code, wanted.token(), wanted.version(), wanted.width());
    }

    public Uni<byte[]> image(Sql sql, Wanted wanted) {
        return sql.one(
                IMAGE, row -> row.getBuffer("image").getBytes(), wanted.token(), wanted.version(), wanted.width());
    }

    public Uni<List<Claimed>> claim(Tx tx, Instant now, Instant leaseUntil, int limit) {
        return tx.list(CLAIM, row -> new Claimed(wanted(row), row.getInteger("tries")), now, leaseUntil, limit);
    }

    public Uni<Integer> ready(Tx tx, Wanted wanted, byte[] image, String mediaType, Instant now) {
        return tx.execute(
                READY, wanted.token(), wanted.version(), wanted.width(), Buffer.buffer(image), mediaType, now);
    }

    public Uni<Integer> again(Tx tx, Wanted wanted, Instant nextTry, String code) {
        return tx.execute(AGAIN, wanted.token(), wanted.version(), wanted.width(), nextTry, code);
    }

    public Uni<Integer> failed(Tx tx, Wanted wanted, String code) {
        return tx.execute(FAILED, wanted.token(), wanted.version(), wanted.width(), code);
    }

    private static MiniCode code(Row row) {
        return new MiniCode(
                wanted(row),
                Columns.constant(row, "state", MiniCode.State.class),
                Optional.ofNullable(row.getString("media_type")),
                Optional.ofNullable(row.getString("last_code")));
    }

    private static Wanted wanted(Row row) {
        return new Wanted(row.getString("token"), row.getString("env_version"), row.getInteger("width"));
    }
}
