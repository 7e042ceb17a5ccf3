package cn.siyu.trade.store;

import cn.siyu.kernel.tx.Columns;
import cn.siyu.kernel.tx.Sql;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.OrderId;
import cn.siyu.trade.domain.Parcel;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Parcels of orders, and what is in them. */
@Singleton
public class ShipmentStore {

    private static final String OF_ORDER = """
            select s.id, s.carrier, s.tracking_no, s.shipped_at, l.line_id, l.quantity
              from trade_shipment s
              join trade_shipment_line l on l.shipment_id = s.id
             where s.order_id = $1
             order by s.shipped_at, s.id
             limit 1000""";

    private static final String INSERT = """
            insert into trade_shipment (id, order_id, carrier, tracking_no, shipped_at) values ($1, $2, $3, $4, $5)""";

    private static final String INSERT_LINES = """
            insert into trade_shipment_line (shipment_id, line_id, quantity)
            select $1, line_id, quantity from unnest($2::uuid[], $3::int[]) as n (line_id, quantity)""";

    private static final String LOCK = "select id from trade_shipment where id = $1 and order_id = $2 for update";

    private static final String RENUMBER = "update trade_shipment set carrier = $2, tracking_no = $3 where id = $1";

    private record Part(Parcel parcel, UUID line, int quantity) {
        static Part of(Row row) {
            return new Part(
                    new Parcel(
                            row.getUUID("id"),
                            row.getString("carrier"),
                            row.getString("tracking_no"),
                            Map.of(),
                            Columns.instant(row, "shipped_at")),
                    row.getUUID("line_id"),
                    row.getInteger("quantity"));
        }
    }

    public Uni<List<Parcel>> ofOrder(Sql sql, OrderId order) {
        return sql.list(OF_ORDER, Part::of, order).map(ShipmentStore::parcels);
    }

    public Uni<Void> insert(Tx tx, OrderId order, Parcel parcel) {
        var lines = List.copyOf(parcel.units().entrySet());
        return tx.execute(INSERT, parcel.id(), order, parcel.carrier(), parcel.trackingNo(), parcel.shippedAt())
                .chain(() -> tx.execute(
                        INSERT_LINES,
                        parcel.id(),
                        lines.stream().map(Map.Entry::getKey).toList(),
                        lines.stream().map(Map.Entry::getValue).toList()))
                .replaceWithVoid();
    }

    /** Keeps a parcel for this transaction; answers 0 when the order has none such. */
    public Uni<Integer> lock(Tx tx, OrderId order, UUID parcel) {
        return tx.execute(LOCK, parcel, order);
    }

    public Uni<Integer> renumber(Tx tx, Parcel parcel) {
        return tx.execute(RENUMBER, parcel.id(), parcel.carrier(), parcel.trackingNo());
    }

    private static List<Parcel> parcels(List<Part> parts) {
        var parcels = new LinkedHashMap<UUID, Parcel>();
        parts.forEach(part -> parcels.merge(
                part.parcel().id(),
                part.parcel().with(part.line(), part.quantity()),
                (known, _) -> known.with(part.line(), part.quantity())));
        return List.copyOf(parcels.values());
    }
}
