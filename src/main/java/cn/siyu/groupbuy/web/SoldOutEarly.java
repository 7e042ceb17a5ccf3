package cn.siyu.groupbuy.web;

import cn.siyu.groupbuy.ActivityId;
import cn.siyu.groupbuy.BuyGroupId;
import cn.siyu.groupbuy.FlashSaleId;
import cn.siyu.groupbuy.app.SoldOut;
import cn.siyu.kernel.edge.EarlyRefusal;
import cn.siyu.kernel.problem.Refused;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** By its address, what somebody wants: a new group, a place in one, or goods of a flash sale. */
@ApplicationScoped
class SoldOutEarly implements EarlyRefusal {

    private static final String ID = "{id}";
    private static final int ID_LENGTH = 36;
    private static final String OPEN = "/api/mp/v1/group-buys/{id}/buy-groups";
    private static final String JOIN = "/api/mp/v1/buy-groups/{id}/seats";
    private static final String FLASH = "/api/mp/v1/flash-sales/{id}/orders";

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
            String path, String operation, Function<UUID, Optional<Uni<Optional<Refused>>>> ask) {
        return id(path, operation).flatMap(ask).map(refusal -> new Question(operation, refusal));
    }

    private static Optional<UUID> id(String path, String operation) {
        var at = operation.indexOf(ID);
        if (path.length() != operation.length() - ID.length() + ID_LENGTH
                || !path.startsWith(operation.substring(0, at))
                || !path.endsWith(operation.substring(at + ID.length()))) {
            return Optional.empty();
        }
        try {
            return Optional.of(UUID.fromString(path.substring(at, at + ID_LENGTH)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
