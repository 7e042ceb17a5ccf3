package cn.siyu.channel;

import cn.siyu.kernel.money.Money;
import java.time.Instant;
import java.util.Optional;

/** A price and its time {@code [from, to)}; append-only (L2). */
public record PastPrice(PriceListId list, Money amount, Instant from, Optional<Instant> to, String actor) {}
