package cn.siyu.storefront.app;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Who sells here, as buyers are told. Only the operator knows it, so nothing but the name has a default. */
@ConfigMapping(prefix = "siyu.shop")
public interface ShopSettings {

    @WithDefault("思屿小店")
    String name();

    /** The company or person on the licence. */
    Optional<String> operator();

    /** The unified social credit code on the business licence. */
    Optional<String> licenceNumber();

    /** Where a picture of the licence is, over https. */
    Optional<String> licencePicture();

    Optional<String> servicePhone();

    /** How and where a buyer complains, in words. */
    Optional<String> complaints();
}
