package cn.siyu.channel;

import cn.siyu.kernel.id.Id;
import java.util.UUID;

/** Names one price list. */
public record PriceListId(UUID value) implements Id {

    /** The list that every shop has; the migration writes it. */
    public static final PriceListId DEFAULT = new PriceListId(UUID.fromString("019a0000-0000-7000-8000-000000000001"));
}
