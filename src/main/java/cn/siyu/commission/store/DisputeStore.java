package cn.siyu.commission.store;

import cn.siyu.commission.domain.Dispute;
import cn.siyu.commission.domain.Dispute.Word;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Disputes about lines of statements, and what was said in them. */
@Singleton
public class DisputeStore {

    private static final String COLUMNS = "id, statement_id, line_id, payee_id, state, opened_at, answered_at, version";

    private static final String FIND = "select " + COLUMNS + " from commission_dispute where id = $1";

    private static final String BY_LINE = "select " + COLUMNS + " from commission_dispute where line_id = $1";

    private static final String OF_STATEMENT = "select " + COLUMNS + """
              from commission_dispute
             where statement_id = $1 and ($2::uuid[] is null or payee_id = any($2))
             order by opened_at, id
             limit 500""";

    private static final String FILTER = """
              from commission_dispute
             where ($1::text is null or state = $1) and ($2::uuid is null or payee_id = $2)""";

    private static final String PAGE =
            "select " + COLUMNS + FILTER + " order by opened_at desc, id desc limit $3 offset $4";

    private static final String COUNT = "select count(*) as total" + FILTER;

    private static final String OPEN = """
            insert into commission_dispute (id, statement_id, line_id, payee_id, state, opened_at)
            values ($1, $2, $3, $4, $5, $6)""";

    private static final String SAVE = """
            update commission_dispute set state = $3, answered_at = $4, version = $5 where id = $1 and version = $2""";

    private static final String SAY = """
            insert into commission_dispute_word (id, dispute_id, state, by_kind, by_id, words, at)
            values ($1, $2, $3, $4, $5, $6, $7)""";

    private static final String WORDS = """
            select dispute_id, id, state, by_kind, by_id, words, at
              from commission_dispute_word
             where dispute_id = any($1::uuid[])
             order by at, id""";

    private static final String LINE = """
            select statement_id, payee_id from commission_statement_line where source_id = $1""";

    /** Which disputes a list shows; an absent value means all. */
    public record Search(
            Dispute.@Nullable State state, @Nullable UUID account) {}

    /** Where a line stands. */
    public record Place(UUID statement, UUID payee) {}

    /** Null when there is no such line. */
    public Uni<Place> place(Sql sql, UUID line) {
        return sql.one(LINE, row -> new Place(row.getUUID("statement_id"), row.getUUID("payee_id")), line);
    }

    /** Null when there is none; with all that was said. */
    public Uni<Dispute> find(Sql sql, UUID id) {
        return sql.list(FIND, DisputeStore::dispute, id)
                .chain(found -> withWords(sql, found))
                .map(DisputeStore::first);
    }

    /** Null when there is none. */
    public Uni<Dispute> ofLine(Sql sql, UUID line) {
        return sql.list(BY_LINE, DisputeStore::dispute, line)
                .chain(found -> withWords(sql, found))
                .map(DisputeStore::first);
    }

    /** Of these accounts only, or of all. */
    public Uni<List<Dispute>> ofStatement(Sql sql, UUID statement, Optional<List<UUID>> payees) {
        return sql.list(OF_STATEMENT, DisputeStore::dispute, statement, payees.orElse(null))
                .chain(found -> withWords(sql, found));
    }

    public Uni<List<Dispute>> page(Sql sql, Search search, int limit, int offset) {
        return sql.list(PAGE, DisputeStore::dispute, search.state(), search.account(), (long) limit, (long) offset)
                .chain(found -> withWords(sql, found));
    }

    public Uni<Long> count(Sql sql, Search search) {
        return sql.one(COUNT, row -> row.getLong("total"), search.state(), search.account());
    }

    public Uni<Void> open(Tx tx, Dispute dispute) {
        return tx.execute(
                        OPEN,
                        dispute.id(),
                        dispute.statement(),
                        dispute.line(),
                        dispute.payee(),
                        dispute.state(),
                        dispute.openedAt())
                .chain(() -> say(tx, dispute));
    }

    /** With the last word; refused when somebody else has changed it since it was read. */
    public Uni<Void> save(Tx tx, Dispute next) {
        return tx.execute(
                        SAVE,
                        next.id(),
                        next.version() - 1,
                        next.state(),
                        next.answeredAt().orElse(null),
                        next.version())
                .invoke(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                })
                .chain(() -> say(tx, next));
    }

    private static Uni<Void> say(Tx tx, Dispute dispute) {
        var word = dispute.words().getLast();
        return tx.execute(SAY, word.id(), dispute.id(), word.state(), word.by(), word.byId(), word.words(), word.at())
                .replaceWithVoid();
    }

    private record Said(UUID dispute, Word word) {}

    private static Uni<List<Dispute>> withWords(Sql sql, List<Dispute> all) {
        return all.isEmpty()
                ? Uni.createFrom().item(all)
                : sql.list(WORDS, DisputeStore::said, ids(all)).map(said -> with(all, said));
    }

    private static Collection<UUID> ids(List<Dispute> all) {
        return all.stream().map(Dispute::id).toList();
    }

    private static List<Dispute> with(List<Dispute> all, List<Said> said) {
        Map<UUID, List<Word>> words = said.stream()
                .collect(Collectors.groupingBy(Said::dispute, Collectors.mapping(Said::word, Collectors.toList())));
        return all.stream()
                .map(each -> each.with(words.getOrDefault(each.id(), List.of())))
                .toList();
    }

    private static @Nullable Dispute first(List<Dispute> found) {
        return found.isEmpty() ? null : found.getFirst();
    }

    private static Said said(Row row) {
        return new Said(
                row.getUUID("dispute_id"),
                new Word(
                        row.getUUID("id"),
                        Columns.constant(row, "state", Dispute.State.class),
                        Columns.constant(row, "by_kind", Actor.Kind.class),
                        row.getUUID("by_id"),
                        row.getString("words"),
                        Columns.instant(row, "at")));
    }

    private static Dispute dispute(Row row) {
        return new Dispute(
                row.getUUID("id"),
                row.getUUID("statement_id"),
                row.getUUID("line_id"),
                row.getUUID("payee_id"),
                Columns.constant(row, "state", Dispute.State.class),
                Columns.instant(row, "opened_at"),
                Columns.optionalInstant(row, "answered_at"),
                List.of(),
                row.getLong("version"));
    }
}
