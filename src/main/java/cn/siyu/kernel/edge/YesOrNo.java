package cn.siyu.kernel.edge;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A parameter that is yes or no says {@code true} or {@code false}: the platform would take any other word for a no. */
@Provider
public class YesOrNo implements ParamConverterProvider {

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable ParamConverter<T> getConverter(Class<T> rawType, Type genericType, Annotation[] annotations) {
        return rawType == boolean.class || rawType == Boolean.class ? (ParamConverter<T>) new Words() : null;
    }

    private static final class Words implements ParamConverter<Boolean> {

        @Override
        public Boolean fromString(String value) {
            return switch (value) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("neither true nor false: " + value);
            };
        }

        @Override
        public String toString(Boolean value) {
            return value.toString();
        }
    }
}
