package cn.siyu.commission;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** A shop that pays for own orders, and has the cap of the case that is played and its order of distributors and communities. */
public class OtherPolicies implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "siyu.trade.self-purchase", "COMMISSION",
                "siyu.commission.own-purchase", "COMMISSION");
    }

    /** One start of the shop serves all of them. */
    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(SettingsOfTheCase.class);
    }
}
