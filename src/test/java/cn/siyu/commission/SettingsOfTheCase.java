package cn.siyu.commission;

import cn.siyu.commission.app.CommissionSettings;
import cn.siyu.trade.app.TradeSettings;
import cn.siyu.trade.domain.Attribution.Conflict;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/** The shop's settings as they are configured, but for the cap and for who comes first, which a case lays down while the shop is open. */
@Alternative
@ApplicationScoped
public class SettingsOfTheCase {

    private static volatile int cap = 3_000;
    private static volatile Conflict conflict = Conflict.KOC_FIRST;

    static void are(GoldenCase played) {
        cap = played.cap();
        conflict = played.conflict();
    }

    @Produces
    @Singleton
    CommissionSettings commission(SmallRyeConfig config) {
        return but(CommissionSettings.class, config, "cap", () -> cap);
    }

    @Produces
    @Singleton
    TradeSettings trade(SmallRyeConfig config) {
        return but(TradeSettings.class, config, "attributionConflict", () -> conflict);
    }

    private static <T> T but(Class<T> settings, SmallRyeConfig config, String one, Supplier<Object> value) {
        var configured = config.getConfigMapping(settings);
        InvocationHandler asked = (proxy, method, arguments) -> {
            if (method.getName().equals(one)) {
                return value.get();
            }
            return method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : method.invoke(configured, arguments);
        };
        return settings.cast(Proxy.newProxyInstance(settings.getClassLoader(), new Class<?>[] {settings}, asked));
    }
}
