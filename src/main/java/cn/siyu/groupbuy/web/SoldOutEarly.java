package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.app.SoldOut;
import cn.siyu.kernel.edge.EarlyRefusal;
import cn.siyu.kernel.problem.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** By its address, what somebody wants: a new group, a place in one, or goods of a flash sale. */
@Singleton
class SoldOutEarly implements EarlyRefusal {

    private static final Operation OPEN = new Operation("/api/mp/v1/group-buys/", "/buy-groups");
    private static final Operation JOIN = new Operation("/api/mp/v1/buy-groups/", "/seats");
    private static final Operation FLASH = new Operation("/api/mp/v1/flash-sales/", "/orders");

    private final SoldOut soldOut;

    @Inject
    SoldOutEarly(SoldOut soldOut) {
        this.soldOut = soldOut;
    }

    @Override
    public Optional<Question> of(String path, String token) {
        return question(path, OPEN, id -> soldOut.of(new ActivityId(id), token))
                .or(() -> question(path, JOIN, id -> soldOut.of(new BuyGroupId(id), token)))
                .or(() -> question(path, FLASH, id -> soldOut.of(new FlashSaleId(id), token)));
    }

    private static Optional<Question> question(
            String path, Operation operation, Function<UUID, Optional<Uni<Optional<Refused>>>> ask) {
        return operation.id(path).flatMap(ask).map(refusal -> new Question(operation.name(), refusal));
    }

    /** A path with one id in it, taken apart once and not for each request. */
    private record Operation(String before, String behind, String name) {

        private static final int ID_LENGTH = 36;

        private Operation(String before, String behind) {
            this(before, behind, before + "{id}" + behind);
        }

        private Optional<UUID> id(String path) {
            if (path.length() != before.length() + ID_LENGTH + behind.length()
                    || !path.startsWith(before)
                    || !path.endsWith(behind)) {
                return Optional.empty();
            }
            try {
                return Optional.of(UUID.fromString(path.substring(before.length(), before.length() + ID_LENGTH)));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
    }
}
