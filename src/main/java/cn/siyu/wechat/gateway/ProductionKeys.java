package cn.siyu.wechat.gateway;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Refuses to start a production shop on the sandbox's keys or addresses, by the name of the setting. */
@ApplicationScoped
class ProductionKeys {

    void check(
            @Observes StartupEvent start,
            WeChatSettings settings,
            @ConfigProperty(name = "siyu.public-url") Optional<String> publicUrl) {
        if (!ConfigUtils.isProfileActive("prod") || ConfigUtils.isProfileActive("sandbox")) {
            return;
        }
        secure("siyu.wechat.api-url", settings.apiUrl());
        secure("siyu.wechat.pay-url", settings.payUrl());
        secure(
                "siyu.public-url",
                publicUrl.orElseThrow(
                        () -> new IllegalStateException(
                                "siyu.public-url is needed in production: the https address under which WeChat reaches this shop")));
        real("siyu.wechat.app-id", settings.appId());
        real("siyu.wechat.pay-public-key-id", settings.payPublicKeyId());
        real("siyu.wechat.api-v3-key", settings.apiV3Key());
    }

    private static void secure(String setting, String url) {
        if (!"https".equals(URI.create(url).getScheme())) {
            throw new IllegalStateException(setting + " must be an https address in production");
        }
    }

    private static void real(String setting, String value) {
        if (value.toLowerCase(java.util.Locale.ROOT).contains("sandbox")) {
            throw new IllegalStateException(setting + " is the sandbox's: production needs the real one");
        }
    }
}
