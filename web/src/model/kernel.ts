export interface Kernel { readonly size: number }
