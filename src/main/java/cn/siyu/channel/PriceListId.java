package cn.siyu.channel;

import cn.siyu.kernel.id.Id;
import java.util.UUID;

/** Names one price list. */
public record PriceListId(UUID value) implements Id {}
