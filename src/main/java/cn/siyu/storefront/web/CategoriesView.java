package cn.siyu.storefront.web;

import cn.siyu.catalog.Products.Node;
import cn.siyu.kernel.id.Id;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The category tree as a list, parents before children. */
@Schema(name = "ShopCategories")
record CategoriesView(List<CategoryView> items) {

    /** A node of the category tree; a root has no parent. */
    @Schema(name = "ShopCategory")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CategoryView(UUID id, @Nullable UUID parentId, String name, String description, String imageUrl, int depth) {

        static CategoryView of(Node node) {
            return new CategoryView(
                    node.category().value(),
                    node.parent().map(Id::value).orElse(null),
                    node.name(),
                    node.description(),
                    node.imageUrl(),
                    node.depth());
        }
    }

    static CategoriesView of(List<Node> nodes) {
        return new CategoriesView(nodes.stream().map(CategoryView::of).toList());
    }
}
