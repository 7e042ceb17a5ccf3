package cn.siyu.distribution.store;

import cn.siyu.distribution.domain.TierBook;
import cn.siyu.distribution.store.PolicyStore.Change;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;

/** The rules of the ladder, each version a row of its own; the highest is in force. */
@Singleton
public class TierBookStore {

    private static final String CURRENT =
            "select book::text as book from distribution_tier_rules order by version desc limit 1";

    private static final String VERSION = "select book::text as book from distribution_tier_rules where version = $1";

    private static final String EDITIONS = """
            select book::text as book, since, reason, actor_name
              from distribution_tier_rules
             order by version desc
             limit $1 offset $2""";

    private static final String COUNT = "select count(*) as total from distribution_tier_rules";

    private static final String ADD = """
            insert into distribution_tier_rules (version, book, since, reason, actor_kind, actor_id, actor_name)
            values ($1, $2::text::jsonb, $3, $4, $5, $6, $7)""";

    /** A version and who made it. */
    public record Edition(TierBook book, Instant since, String reason, String by) {}

    private final TierJson json;

    @Inject
    TierBookStore(TierJson json) {
        this.json = json;
    }

    public Uni<TierBook> current(Sql sql) {
        return sql.one(CURRENT, row -> json.read(row.getString("book"), TierBook.class));
    }

    /** Null when there is no such version. */
    public Uni<TierBook> version(Sql sql, int version) {
        return sql.one(VERSION, row -> json.read(row.getString("book"), TierBook.class), version);
    }

    /** The newest first. */
    public Uni<List<Edition>> editions(Sql sql, int page, int size) {
        return sql.list(
                EDITIONS,
                row -> new Edition(
                        json.read(row.getString("book"), TierBook.class),
                        Columns.instant(row, "since"),
                        row.getString("reason"),
                        row.getString("actor_name")),
                size,
                Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql) {
        return sql.one(COUNT, row -> row.getLong("total"));
    }

    /** Refused when somebody else has made that version meanwhile. */
    public Uni<Void> add(Tx tx, TierBook book, Change change) {
        return tx.execute(
                        ADD,
                        book.version(),
                        json.write(book),
                        change.at(),
                        change.reason(),
                        change.actor().kind(),
                        change.actor().id(),
                        change.actor().name())
                .onFailure(failure -> Violations.isOf(failure, "distribution_tier_rules_pk"))
                .transform(_ -> new Refused(CommonProblem.STATE_CHANGED))
                .replaceWithVoid();
    }
}
