package cn.siyu.trade.app;

import cn.siyu.kernel.csv.CsvRow;
import cn.siyu.kernel.csv.CsvTable;
import cn.siyu.kernel.csv.RowFaults;
import cn.siyu.kernel.job.JobHandler;
import cn.siyu.kernel.job.JobRun;
import cn.siyu.kernel.job.RejectedRows;
import cn.siyu.kernel.problem.Refused;
import cn.siyu.kernel.security.Actor;
import cn.siyu.kernel.tx.Transactions;
import cn.siyu.kernel.tx.Tx;
import cn.siyu.trade.app.ShipOrder.Dispatch;
import cn.siyu.trade.domain.Order;
import cn.siyu.trade.domain.OrderLine;
import cn.siyu.trade.store.OrderStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Sends many parcels from a file. Rows of one order, carrier and number are one parcel; a row without a SKU code sends
 * everything that is left. What is known already changes nothing, so a file can be sent again, whole or mended.
 */
@Singleton
public class ImportShipments implements JobHandler {

    public static final String KIND = "shipment-import";
    public static final String FILE = "shipments.csv";

    private static final Set<String> COLUMNS = Set.of("orderNo", "carrier", "trackingNo");
    private static final Pattern CARRIER = Pattern.compile("[A-Za-z0-9_]{1,20}");
    private static final Pattern NUMBER = Pattern.compile("[A-Za-z0-9-]{4,40}");
    private static final Pattern QUANTITY = Pattern.compile("[1-9][0-9]{0,3}");

    private final ShipOrder shipOrder;
    private final OrderStore orders;
    private final Transactions transactions;

    @Inject
    ImportShipments(ShipOrder shipOrder, OrderStore orders, Transactions transactions) {
        this.shipOrder = shipOrder;
        this.orders = orders;
        this.transactions = transactions;
    }

    private record Key(String orderNo, String carrier, String trackingNo) {
        static Key of(CsvRow row) {
            return new Key(row.text("orderNo"), row.text("carrier"), row.text("trackingNo"));
        }
    }

    private record Bundle(Key key, List<CsvRow> rows) {}

    private record Work(JobRun run, List<Bundle> bundles, RowFaults faults) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Uni<Void> run(JobRun run) {
        return run.file(FILE)
                .map(content -> read(run, content))
                .chain(this::sendAll)
                .chain(work -> RejectedRows.conclude(
                        work.run(), work.faults(), work.bundles().size()));
    }

    private static Work read(JobRun run, byte[] content) {
        var faults = new RowFaults();
        try {
            var table = CsvTable.parse(FILE, content, COLUMNS, faults);
            var bundles = new LinkedHashMap<Key, List<CsvRow>>();
            table.rows().stream()
                    .filter(row -> wellFormed(row, faults))
                    .forEach(row -> bundles.computeIfAbsent(Key.of(row), _ -> new ArrayList<>())
                            .add(row));
            return new Work(
                    run,
                    bundles.entrySet().stream()
                            .map(each -> new Bundle(each.getKey(), each.getValue()))
                            .toList(),
                    faults);
        } catch (CsvTable.Unreadable e) {
            throw new IllegalArgumentException("line " + e.line() + ": " + e.getMessage(), e);
        }
    }

    private static boolean wellFormed(CsvRow row, RowFaults faults) {
        var known = faults.all().size();
        check(row, "carrier", CARRIER, "must be 1 to 20 letters and digits", faults);
        check(row, "trackingNo", NUMBER, "must be 4 to 40 letters and digits", faults);
        if (!row.text("skuCode").isEmpty()) {
            check(row, "quantity", QUANTITY, "must be a number of units from 1", faults);
        }
        return faults.all().size() == known;
    }

    private static void check(CsvRow row, String column, Pattern form, String reason, RowFaults faults) {
        if (!form.matcher(row.text(column)).matches()) {
            faults.add(row, column, row.text(column), reason);
        }
    }

    private Uni<Work> sendAll(Work work) {
        var total = work.bundles().size();
        return Multi.createFrom()
                .range(0, total)
                .onItem()
                .transformToUniAndConcatenate(i -> send(work, work.bundles().get(i))
                        .chain(() ->
                                work.run().progress(i + 1L, total, work.faults().badRows(), Map.of())))
                .collect()
                .last()
                .replaceWith(work);
    }

    private Uni<Void> send(Work work, Bundle bundle) {
        return transactions
                .in(tx -> orders.findByNumber(tx, bundle.key().orderNo())
                        .onItem()
                        .ifNull()
                        .failWith(() -> new Wrong("orderNo", bundle.key().orderNo(), "there is no such order"))
                        .chain(order -> send(tx, order, bundle, work.run().actor())))
                .replaceWithVoid()
                .onFailure(Wrong.class)
                .recoverWithItem(failure -> noted(work, bundle, failure))
                .onFailure(Refused.class)
                .recoverWithItem(
                        failure -> noted(work, bundle, new Wrong("", "", String.valueOf(failure.getMessage()))));
    }

    private Uni<ShipOrder.Sent> send(Tx tx, Order order, Bundle bundle, Actor actor) {
        return shipOrder.ship(
                tx,
                order,
                new Dispatch(bundle.key().carrier(), bundle.key().trackingNo(), units(order, bundle), Optional.empty()),
                actor);
    }

    /** Empty when a row names no SKU: then everything that is left is meant. */
    private static Map<UUID, Integer> units(Order order, Bundle bundle) {
        if (bundle.rows().stream().anyMatch(row -> row.text("skuCode").isEmpty())) {
            return Map.of();
        }
        var units = new HashMap<UUID, Integer>();
        bundle.rows()
                .forEach(row ->
                        units.merge(line(order, row).id(), Integer.parseInt(row.text("quantity")), Integer::sum));
        return units;
    }

    private static OrderLine line(Order order, CsvRow row) {
        return order.lines().stream()
                .filter(line -> line.sold().skuCode().equals(row.text("skuCode")))
                .findFirst()
                .orElseThrow(() -> new Wrong("skuCode", row.text("skuCode"), "is not in this order"));
    }

    @SuppressWarnings("NullAway") // The item of a Uni of Void is null.
    private static Void noted(Work work, Bundle bundle, Wrong wrong) {
        bundle.rows().forEach(row -> work.faults().add(row, wrong.column, wrong.value, wrong.getMessage()));
        return null;
    }

    /** What is wrong with the rows of one parcel. */
    private static final class Wrong extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String column;
        private final String value;

        Wrong(String column, String value, String reason) {
            super(reason, null, false, false);
            this.column = column;
            this.value = value;
        }
    }
}
