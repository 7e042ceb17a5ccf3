package cn.siyu.commission;

import cn.siyu.commission.app.CommissionSettings;
import io.smallrye.config.SmallRyeConfig;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** The shop's settings of commission as they are configured, but for the cap, which a case lays down while the shop is open. */
@Alternative
@ApplicationScoped
public class CapOfTheCase {

    private static final AtomicInteger BASIS_POINTS = new AtomicInteger(3_000);

    static void is(int basisPoints) {
        BASIS_POINTS.set(basisPoints);
    }

    @Produces
    @Singleton
    CommissionSettings settings(SmallRyeConfig config) {
        var configured = config.getConfigMapping(CommissionSettings.class);
        InvocationHandler asked = (proxy, method, arguments) -> {
            if (method.getName().equals("cap")) {
                return BASIS_POINTS.get();
            }
            return method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, arguments)
                    : method.invoke(configured, arguments);
        };
        return (CommissionSettings) Proxy.newProxyInstance(
                CommissionSettings.class.getClassLoader(), new Class<?>[] {CommissionSettings.class}, asked);
    }
}
