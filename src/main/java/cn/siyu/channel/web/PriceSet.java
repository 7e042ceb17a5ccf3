package cn.siyu.channel.web;

import cn.siyu.catalog.SkuId;
import cn.siyu.channel.domain.ChannelProblem;
import cn.siyu.kernel.money.Money;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** New prices of a list, and why. */
@Schema(name = "PriceSet")
record PriceSet(
        @NotNull @Size(min = 1, max = 200) List<@NotNull @Valid PriceText> prices,
        @NotBlank @Size(max = 200) String reason) {

    private static final long MOST_FEN = 10_000_000_000L;

    /** The new price of one SKU. */
    @Schema(name = "PriceText")
    record PriceText(@NotNull UUID skuId, @NotNull Long amountFen) {}

    /** How a request ended: good rows are set, bad rows are named. */
    @Schema(name = "PriceSetResult")
    record PriceSetResult(int changed, int unchanged, List<PriceError> errors) {}

    /** A row that was not set. {@code index} counts from 0. */
    @Schema(name = "PriceError")
    record PriceError(int index, UUID skuId, String code, String message) {}

    /** The rows of a request, good and bad. */
    record Sorted(Map<SkuId, Money> good, List<PriceError> bad) {

        PriceSetResult result(int changed) {
            return new PriceSetResult(changed, good.size() - changed, bad);
        }
    }

    List<SkuId> skus() {
        return prices.stream().map(row -> new SkuId(row.skuId())).distinct().toList();
    }

    Sorted sort(Set<SkuId> known) {
        var good = new HashMap<SkuId, Money>();
        var bad = new ArrayList<PriceError>();
        for (var i = 0; i < prices.size(); i++) {
            var row = prices.get(i);
            var sku = new SkuId(row.skuId());
            if (!known.contains(sku)) {
                bad.add(error(i, row, ChannelProblem.PRICE_SKU_UNKNOWN));
            } else if (row.amountFen() < 1 || row.amountFen() > MOST_FEN) {
                bad.add(error(i, row, ChannelProblem.PRICE_OUT_OF_RANGE));
            } else if (good.putIfAbsent(sku, new Money(row.amountFen())) != null) {
                bad.add(error(i, row, ChannelProblem.PRICE_SKU_TWICE));
            }
        }
        return new Sorted(good, bad);
    }

    private static PriceError error(int index, PriceText row, ChannelProblem problem) {
        return new PriceError(index, row.skuId(), problem.code(), problem.title());
    }
}
