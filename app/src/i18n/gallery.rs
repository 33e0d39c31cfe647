//! Texts of the gallery of primitives. It is there in development builds only.

super::texts! {
    title: "Gallery", "组件", "元件";
}
