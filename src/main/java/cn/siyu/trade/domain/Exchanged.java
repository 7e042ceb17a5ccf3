package cn.siyu.trade.domain;

import cn.siyu.trade.AfterSaleId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An exchange that is done, and what of it the buyer still has: units by order line that are in no claim that lives or is done. */
public record Exchanged(AfterSaleId exchange, Instant sentAt, Map<UUID, Held> lines) {

    /** Units that an exchange gave, and what they are. */
    public record Held(int units, Replacement what) {}

    /** The same with further lines. */
    public Exchanged and(Exchanged more) {
        var all = new HashMap<>(lines);
        all.putAll(more.lines);
        return new Exchanged(exchange, sentAt, Map.copyOf(all));
    }

    int left(UUID line) {
        var held = lines.get(line);
        return held == null ? 0 : held.units();
    }

    static int left(List<Exchanged> all, UUID line) {
        return all.stream().mapToInt(each -> each.left(line)).sum();
    }
}
