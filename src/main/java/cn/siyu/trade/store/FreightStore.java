package cn.siyu.trade.store;

import cn.siyu.kernel.money.Money;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.kernel.tx.Violations;
import cn.siyu.trade.domain.FreightTemplate;
import cn.siyu.trade.domain.TradeProblem;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Freight templates, of which one is the default. */
@Singleton
public class FreightStore {

    private static final String COLUMNS = """
            select id, name, basis, is_default, free_above_fen, undeliverable, zones::text as zones, version
              from trade_freight_template
            """;

    private static final String ALL = COLUMNS + "order by is_default desc, name limit 200";
    private static final String BY_ID = COLUMNS + "where id = $1";
    private static final String DEFAULT = COLUMNS + "where is_default";

    private static final String NO_DEFAULT =
            "update trade_freight_template set is_default = false, version = version + 1 where is_default and id <> $1";

    private static final String INSERT = """
            insert into trade_freight_template (id, name, basis, is_default, free_above_fen, undeliverable, zones, changed_at)
            values ($1, $2, $3, $4, $5, $6::text[], $7::text::jsonb, $8)""";

    private static final String UPDATE = """
            update trade_freight_template
               set name = $3, basis = $4, is_default = $5, free_above_fen = $6, undeliverable = $7::text[],
                   zones = $8::text::jsonb, changed_at = $9, version = version + 1
             where id = $1 and version = $2""";

    private static final String DELETE =
            "delete from trade_freight_template where id = $1 and version = $2 and not is_default";

    private static final TypeReference<List<FreightTemplate.Zone>> ZONES = new TypeReference<>() {};

    private final ObjectMapper json;

    @Inject
    FreightStore(ObjectMapper json) {
        this.json = json;
    }

    public Uni<List<FreightTemplate>> all(Sql sql) {
        return sql.list(ALL, this::template);
    }

    public Uni<FreightTemplate> find(Sql sql, UUID id) {
        return sql.one(BY_ID, this::template, id);
    }

    public Uni<FreightTemplate> standard(Sql sql) {
        return sql.one(DEFAULT, this::template);
    }

    /** A template that becomes the default takes that from the one that was. */
    public Uni<Integer> makeRoomForDefault(Tx tx, FreightTemplate template) {
        return template.isDefault()
                ? tx.execute(NO_DEFAULT, template.id())
                : Uni.createFrom().item(0);
    }

    public Uni<Integer> insert(Tx tx, FreightTemplate template, Instant now) {
        return named(tx.execute(
                INSERT,
                template.id(),
                template.name(),
                template.basis(),
                template.isDefault(),
                template.freeAbove().orElse(null),
                template.undeliverable().toArray(String[]::new),
                write(template.zones()),
                now));
    }

    /** Zero when the version is no longer this one. */
    public Uni<Integer> update(Tx tx, FreightTemplate template, Instant now) {
        return named(tx.execute(
                UPDATE,
                template.id(),
                template.version(),
                template.name(),
                template.basis(),
                template.isDefault(),
                template.freeAbove().orElse(null),
                template.undeliverable().toArray(String[]::new),
                write(template.zones()),
                now));
    }

    public Uni<Integer> delete(Tx tx, UUID id, long version) {
        return tx.execute(DELETE, id, version);
    }

    private static Uni<Integer> named(Uni<Integer> written) {
        return written.onFailure(failure -> Violations.isOf(failure, "trade_freight_template_name_uk"))
                .transform(_ -> new Refused(TradeProblem.FREIGHT_TEMPLATE_EXISTS));
    }

    private FreightTemplate template(Row row) {
        return new FreightTemplate(
                row.getUUID("id"),
                row.getString("name"),
                Columns.constant(row, "basis", FreightTemplate.Basis.class),
                row.getBoolean("is_default"),
                Optional.ofNullable(row.getLong("free_above_fen")).map(Money::new),
                List.of(row.getArrayOfStrings("undeliverable")),
                read(row.getString("zones")),
                row.getLong("version"));
    }

    private List<FreightTemplate.Zone> read(String zones) {
        try {
            return json.readValue(zones, ZONES);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("zones of a freight template do not read", e);
        }
    }

    private String write(List<FreightTemplate.Zone> zones) {
        try {
            return json.writeValueAsString(zones);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("zones of a freight template do not write", e);
        }
    }
}
