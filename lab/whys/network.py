"""Whys of networks and their layers."""

from lab.i18n import N_
from lab.whys import chapters

NETWORK = {
    "RunConfig.architecture": {
        "low": N_("a network that is too small cannot tell the classes apart, not even on its training images."),
        "high": N_("one that is too large learns few images by heart, and slowly."),
        "course": chapters.MULTILAYER,
    },
    "hidden_layers": {
        "low": N_("without one, only what a straight line divides can be told apart."),
        "high": N_("over-fitting, and gradients that fade on their way back."),
        "course": chapters.MULTILAYER,
    },
    "units": {
        "low": N_("too few features to tell the classes by."),
        "high": N_("more weights than images can teach: over-fitting."),
        "course": chapters.MULTILAYER,
    },
    "activation": {
        "note": N_(
            "ReLU in hidden layers keeps the gradient alive; sigmoid and tanh saturate; softmax at the output gives "
            "probabilities."
        ),
        "course": chapters.ACTIVATIONS,
    },
    "use_bias": {
        "note": N_("Moves the threshold at which a neuron fires. Not needed before a batch normalisation."),
        "course": chapters.PERCEPTRON,
    },
    "kernel_initializer": {
        "note": N_(
            "Too small and signals die out in depth, too large and they explode; He and Glorot keep their size."
        ),
        "course": chapters.INITIALISATION,
    },
    "TunedCNN.initialization": {
        "note": N_(
            "Too small and signals die out in depth, too large and they explode; He and Glorot keep their size."
        ),
        "course": chapters.INITIALISATION,
    },
    "l1": {
        "low": N_("every pixel may have its say, the unimportant ones too."),
        "high": N_("so many weights become 0 that the network under-fits."),
        "course": chapters.REGULARISATION,
    },
    "l2": {
        "low": N_("single large weights learn single images by heart."),
        "high": N_("weights so small that the network under-fits."),
        "course": chapters.REGULARISATION,
    },
    "kernel_size": {
        "low": N_("it sees only neighbours; 1×1 only mixes channels."),
        "high": N_("many weights; two 3×3 see as far as one 5×5 and cost less."),
        "course": chapters.FILTERS,
    },
    "filters": {
        "low": N_("few patterns can be told apart."),
        "high": N_("time, memory and over-fitting."),
        "course": chapters.FILTERS,
    },
    "strides": {
        "low": N_("the map stays large, and so does the work."),
        "high": N_("positions are skipped, and details with them."),
        "course": chapters.STRIDE,
    },
    "padding": {
        "note": N_("Without padding the border is seen less often than the middle, and each layer shrinks the map."),
        "course": chapters.PADDING,
    },
    "ZeroPadding2D.padding": {
        "low": N_("the border is seen less often than the middle."),
        "high": N_("the network looks at zeros."),
        "course": chapters.PADDING,
    },
    "dilation_rate": {
        "low": N_("it sees only what lies close together."),
        "high": N_("it misses what lies between."),
        "course": chapters.FILTERS,
    },
    "pool_size": {
        "low": N_("the map stays large, and a small shift still changes everything."),
        "high": N_("it forgets where things were."),
        "course": chapters.POOLING,
    },
    "rate": {
        "low": N_("neurons rely on one another, and images are learned by heart."),
        "high": N_("too little is left to learn with: under-fitting, and a slow start."),
        "course": chapters.POOLING,
    },
    "dropout": {
        "low": N_("neurons rely on one another, and images are learned by heart."),
        "high": N_("too little is left to learn with: under-fitting, and a slow start."),
        "course": chapters.POOLING,
    },
    "batch_normalization": {
        "note": N_("Keeps each layer's sums around 0 with a spread of 1, so that larger learning rates work."),
        "course": chapters.NORMALISATION,
    },
    "BatchNormalization.momentum": {
        "low": N_("prediction depends on the last few batches."),
        "high": N_("after a short training, prediction still uses the values that it began with."),
        "course": chapters.NORMALISATION,
    },
    "BatchNormalization.epsilon": {
        "low": N_("channels that hardly vary are blown up."),
        "high": N_("channels are no longer brought to a spread of 1."),
        "course": chapters.NORMALISATION,
    },
    "global_average_pooling": {
        "note": N_("Far fewer weights than Flatten, and the place in the image no longer matters."),
        "course": chapters.POOLING,
    },
    "width": {
        "low": N_("few patterns can be told apart."),
        "high": N_("time grows with its square; with few images it over-fits."),
        "course": chapters.FILTERS,
    },
    "VGG16.depth": {
        "low": N_("it sees only small parts of the image."),
        "high": N_("without shortcuts, gradients fade in depth."),
        "course": chapters.VGG,
    },
    "ResNet50.depth": {
        "low": N_("it sees only small parts of the image."),
        "high": N_("time; with few images, over-fitting."),
        "course": chapters.RESNET,
    },
    "VGG16.head": {
        "note": N_("Dense layers on flattened maps hold most of the paper's weights; the course's head needs few."),
        "course": chapters.VGG,
    },
    "ResNet50.head": {
        "note": N_("A dense layer in between can combine features, and can over-fit."),
        "course": chapters.RESNET,
    },
    "filters_1x1": {"note": N_("Passes on what is seen at single positions."), "course": chapters.INCEPTION},
    "filters_3x3_reduce": {
        "low": N_("little reaches the 3×3."),
        "high": N_("the 3×3 becomes dear."),
        "course": chapters.INCEPTION,
    },
    "filters_3x3": {"note": N_("Sees patterns of middle size."), "course": chapters.INCEPTION},
    "filters_5x5_reduce": {
        "low": N_("little reaches the 5×5."),
        "high": N_("the 5×5 becomes dear."),
        "course": chapters.INCEPTION,
    },
    "filters_5x5": {"note": N_("Sees the largest patterns, and costs the most."), "course": chapters.INCEPTION},
    "filters_pool": {"note": N_("Keeps what is strongest nearby, wherever it is."), "course": chapters.INCEPTION},
    "ResidualBlock.kind": {
        "note": N_("A bottleneck does its 3×3 on few channels, so that deep networks stay affordable."),
        "course": chapters.RESNET,
    },
    "shortcut": {
        "note": N_("The way on which the gradient reaches the first layers undiminished."),
        "course": chapters.RESNET,
    },
    "StackItem.label": {"note": N_("By it you find the layer in the table, the diagram and the script.")},
}
