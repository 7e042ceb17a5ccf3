package cn.siyu.koc.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.CommonProblem;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.koc.domain.Material;
import cn.siyu.koc.domain.Material.Kind;
import cn.siyu.koc.domain.Material.Sketch;
import cn.siyu.koc.domain.Material.State;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Materials that KOCs share. */
@Singleton
public class MaterialStore {

    private static final String COLUMNS = """
            select m.id, m.kind, m.title, m.words, m.media, m.spu_id, m.activity_id, m.categories, m.valid_from, m.valid_until,
                   m.state, m.version, m.created_at, m.created_by
              from koc_material m
            """;

    private static final String BY_ID = COLUMNS + "where m.id = $1";
    private static final String LOCK = BY_ID + " for update";

    private static final String MATCHING = "where ($1::text is null or m.state = $1)";
    private static final String PAGE = COLUMNS + MATCHING + " order by m.created_at desc, m.id desc limit $2 offset $3";
    private static final String COUNT = "select count(*) as total from koc_material m " + MATCHING;

    private static final String OFFERED = COLUMNS + """
            where m.state = 'ACTIVE' and m.valid_from <= $1 and m.valid_until > $1
              and (cardinality(m.categories) = 0 or m.categories && $2::text[])
            order by m.valid_until, m.id
            limit $3""";

    private static final String INSERT = """
            insert into koc_material (id, kind, title, words, media, spu_id, activity_id, categories, valid_from, valid_until,
                                      state, created_at, created_by)
            values ($1, $2, $3, $4, $5::text[], $6, $7, $8::text[], $9, $10, 'ACTIVE', $11, $12)""";

    private static final String CHANGE = """
            update koc_material
               set kind = $3, title = $4, words = $5, media = $6::text[], spu_id = $7, activity_id = $8, categories = $9::text[],
                   valid_from = $10, valid_until = $11, version = version + 1
             where id = $1 and version = $2""";

    private static final String WITHDRAW =
            "update koc_material set state = 'WITHDRAWN', version = version + 1 where id = $1 and version = $2";

    /** What it has been used for: by how many, in how many communities, and what their links brought and kept. */
    private static final String USE = """
            select count(*)::int as links, count(distinct t.person_id)::int as people,
                   count(distinct t.community_id)::int as communities,
                   coalesce(sum(s.orders), 0)::int as orders, coalesce(sum(s.net_fen), 0)::bigint as net_fen
              from koc_material_token t
              left join lateral (
                  select count(*) as orders, sum(o.gross_fen - coalesce(r.back_fen, 0)) as net_fen
                    from koc_sale o
                    left join lateral (
                        select sum(amount_fen) as back_fen from koc_refund where order_id = o.order_id) r on true
                   where o.token = t.token and o.gross_fen > coalesce(r.back_fen, 0)) s on true
             where t.material_id = $1""";

    /** How much a material is used, and what came of it. */
    public record Use(int links, int people, int communities, int orders, Money net) {}

    public Uni<Material> find(Sql sql, UUID id) {
        return sql.one(BY_ID, MaterialStore::material, id);
    }

    public Uni<Material> lock(Tx tx, UUID id) {
        return tx.one(LOCK, MaterialStore::material, id);
    }

    public Uni<List<Material>> page(Sql sql, @Nullable State state, int page, int size) {
        return sql.list(PAGE, MaterialStore::material, state, size, Math.multiplyExact(page - 1, size));
    }

    public Uni<Long> count(Sql sql, @Nullable State state) {
        return sql.one(COUNT, row -> row.getLong("total"), state);
    }

    /** Those for communities of any of these categories, the soonest to end first. */
    public Uni<List<Material>> offered(Sql sql, List<String> categories, Instant now, int limit) {
        return sql.list(OFFERED, MaterialStore::material, now, categories, limit);
    }

    public Uni<Use> use(Sql sql, UUID id) {
        return sql.one(
                USE,
                row -> new Use(
                        row.getInteger("links"),
                        row.getInteger("people"),
                        row.getInteger("communities"),
                        row.getInteger("orders"),
                        Columns.money(row, "net_fen")),
                id);
    }

    public Uni<Integer> insert(Tx tx, Material material) {
        var sketch = material.sketch();
        return tx.execute(
                INSERT,
                material.id(),
                sketch.kind(),
                sketch.title(),
                sketch.words(),
                sketch.media(),
                sketch.spu().orElse(null),
                sketch.activity().orElse(null),
                sketch.categories(),
                sketch.from(),
                sketch.until(),
                material.createdAt(),
                material.createdBy());
    }

    public Uni<Void> change(Tx tx, Material before, Sketch next) {
        return moved(tx.execute(
                CHANGE,
                before.id(),
                before.version(),
                next.kind(),
                next.title(),
                next.words(),
                next.media(),
                next.spu().orElse(null),
                next.activity().orElse(null),
                next.categories(),
                next.from(),
                next.until()));
    }

    public Uni<Void> withdraw(Tx tx, Material before) {
        return moved(tx.execute(WITHDRAW, before.id(), before.version()));
    }

    private static Uni<Void> moved(Uni<Integer> written) {
        return written.invoke(rows -> {
                    if (rows == 0) {
                        throw new Refused(CommonProblem.STATE_CHANGED);
                    }
                })
                .replaceWithVoid();
    }

    private static Material material(Row row) {
        return new Material(
                row.getUUID("id"),
                new Sketch(
                        Columns.constant(row, "kind", Kind.class),
                        row.getString("title"),
                        row.getString("words"),
                        List.of(row.getArrayOfStrings("media")),
                        Optional.ofNullable(row.getUUID("spu_id")),
                        Optional.ofNullable(row.getUUID("activity_id")),
                        List.of(row.getArrayOfStrings("categories")),
                        Columns.instant(row, "valid_from"),
                        Columns.instant(row, "valid_until")),
                Columns.constant(row, "state", State.class),
                Columns.instant(row, "created_at"),
                row.getString("created_by"),
                row.getLong("version"));
    }
}
