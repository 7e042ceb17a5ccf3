package cn.siyu.notify.app;

import io.smallrye.config.ConfigMapping;
import java.util.Map;
import java.util.Optional;

/** The templates that the shop has chosen in WeChat's library; of a kind without one nothing is sent. */
@ConfigMapping(prefix = "siyu.notify.template")
public interface TemplateSettings {

    Optional<Chosen> groupSucceeded();

    Optional<Chosen> groupFailed();

    Optional<Chosen> refunded();

    Optional<Chosen> shipped();

    /** A template: its id, and its fields by WeChat's name with the word of its kind that stands in each. */
    interface Chosen {

        String id();

        Map<String, String> fields();
    }
}
