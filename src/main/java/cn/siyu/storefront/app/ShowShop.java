package cn.siyu.storefront.app;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Says who sells here (L13). What the operator has not told is missing on the page, and he is told so at each start. */
@Singleton
public class ShowShop {

    private static final Logger LOG = Logger.getLogger(ShowShop.class);

    private final ShopSettings settings;

    @Inject
    ShowShop(ShopSettings settings) {
        this.settings = settings;
    }

    /** Who sells, by which licence, and whom to turn to. */
    public record Shop(
            String name,
            Optional<String> operator,
            Optional<String> licenceNumber,
            Optional<String> licencePicture,
            Optional<String> servicePhone,
            Optional<String> complaints) {

        /** Whether the law is content with it. */
        boolean complete() {
            return Stream.of(operator, licenceNumber, licencePicture, servicePhone, complaints)
                    .allMatch(Optional::isPresent);
        }
    }

    public Shop shop() {
        return new Shop(
                settings.name(),
                settings.operator(),
                settings.licenceNumber(),
                settings.licencePicture().filter(address -> address.startsWith("https://")),
                settings.servicePhone(),
                settings.complaints());
    }

    void start(@Observes StartupEvent event) {
        if (!shop().complete()) {
            LOG.warn("the shop does not show its licence and contacts: set siyu.shop.* before it sells (L13)");
        }
    }
}
